using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem sign emblem|endorsement|request</c>: refuses tokens that could never be valid, and says why.</summary>
internal static class SignCommand
{
    private static Sentence EmblemDescription => $"""
        Signs an emblem. Prints it as one line (hexadecimal digits for CWT, compact form for JWS), or writes its bytes with --out.

        Example:
          emblem sign emblem --key emblem.pem --issuer https://society.example --asset www.society.example \
            --purpose protective --lifetime 24h
        """;

    private static Sentence EndorsementDescription => $"""
        Signs an endorsement: --issuer says that the key --endorse belongs to --subject.

        Examples:
          emblem sign endorsement --key root.pem --issuer https://society.example --subject https://society.example \
            --endorse emblem.pub --purpose protective --lifetime 30d --log logs.json
          emblem sign endorsement --key ministry.pem --issuer https://ministry.example --subject https://society.example \
            --endorse root.pub --may-endorse --purpose protective --lifetime 365d --log ministry.logs.json
        """;

    public static Command Create(CommandContext context) =>
        new("sign", Speech.Text($"Signs emblems and endorsements, and what an issuer's machine asks a key to sign that is kept elsewhere."))
        {
            SignEmblem(context),
            SignEndorsement(context),
            SignRequestCommand.Create(context)
        };

    private static Command SignEmblem(CommandContext context)
    {
        var common = new SigningOptions();
        var assets = new Option<AssetIdentifier[]>("--asset")
        {
            Description = Speech.Text($"An asset to mark; several may be given. CWT: names; JWS: also wildcards, addresses, prefixes."),
            HelpName = "ASSET",
            Required = true,
            CustomParser = Parsers.AllOf(Parsers.Asset)
        };
        Option<Purposes> purposes = Purposes(
            $"What the sign stands for: protective, indicative, dangerous-forces, civil-defence, cultural-property. CWT: at least one.");
        var channels = new Option<string[]>("--channel")
        {
            Description = Speech.Text($"A distribution channel, e.g. dns (JWS only)."),
            HelpName = "WORD"
        };
        var command = new Command("emblem", Speech.Text(EmblemDescription)) { assets, purposes, channels };
        common.AddTo(command);
        command.SetAction(parsed => common.Sign(parsed, context, (issuer, validity, profile) => new Emblem
        {
            Issuer = issuer,
            Validity = validity,
            Assets = ValueList.From(parsed.GetValue(assets)!),
            Purposes = Stated(parsed.GetValue(purposes)),
            Channels = Listed(parsed.GetValue(channels)),
        }));
        return command;
    }

    private static Command SignEndorsement(CommandContext context)
    {
        var common = new SigningOptions();
        var subject = new Option<OrganizationIdentifier?>("--subject")
        {
            Description = Speech.Text($"The organization that the endorsed key belongs to."),
            HelpName = "OI",
            CustomParser = Parsers.Of(OrganizationIdentifier.Parse)
        };
        var endorse = new Option<string>("--endorse")
        {
            Description = Speech.Text($"The endorsed key: a file with a public key, or its identifier in the form of the profile."),
            HelpName = "PUBKEY",
            Required = true
        };
        var mayEndorse = new Option<bool>("--may-endorse")
        {
            Description = Speech.Text($"Permit the endorsed key to endorse further keys, and not only to sign emblems.")
        };
        var log = new Option<string?>("--log")
        {
            Description = Speech.Text(
                $"A JSON file with the log entries of the signing key's commitment: [{{\"ver\":\"v1\",\"id\":…,\"hash\":…}}, "
                + $"{{\"ver\":\"static\",\"id\":…,\"index\":…}}]."),
            HelpName = "FILE"
        };
        Option<Purposes> purposes = Purposes($"The purposes that emblems under this endorsement may have.");
        var assets = new Option<AssetIdentifier[]>("--permit-asset")
        {
            Description = Speech.Text($"What must cover each asset of an emblem (JWS only)."),
            HelpName = "ASSET",
            CustomParser = Parsers.AllOf(Parsers.Asset)
        };
        var channels = new Option<string[]>("--permit-channel")
        {
            Description = Speech.Text($"A distribution channel that emblems may name (JWS only)."),
            HelpName = "WORD"
        };
        var window = new Option<TimeSpan?>("--window")
        {
            Description = Speech.Text($"The longest validity of an emblem (JWS only)."),
            HelpName = "DURATION",
            CustomParser = Parsers.Duration
        };
        var command = new Command("endorsement", Speech.Text(EndorsementDescription))
        {
            subject, endorse, mayEndorse, log, purposes, assets, channels, window
        };
        common.AddTo(command);
        command.SetAction(parsed => common.Sign(parsed, context, (issuer, validity, profile) => new Endorsement
        {
            Issuer = issuer,
            Validity = validity,
            Subject = parsed.GetValue(subject),
            EndorsedKey = EndorsedKey(parsed.GetValue(endorse)!, profile, context),
            MayEndorse = parsed.GetValue(mayEndorse),
            Constraints = new EmblemConstraints
            {
                Purposes = Stated(parsed.GetValue(purposes)),
                Assets = Listed(parsed.GetValue(assets)),
                Channels = Listed(parsed.GetValue(channels)),
                Window = parsed.GetValue(window),
            },
            Log = parsed.GetValue(log) is { } file ? ReadLog(file, context) : [],
        }));
        return command;
    }

    private static Option<Purposes> Purposes(Sentence description) =>
        new Option<Purposes>("--purpose")
        {
            Description = Speech.Text(description),
            HelpName = "PURPOSE,...",
            CustomParser = Parsers.Purposes
        }.Offering(PurposeNames.All);

    private static Purposes? Stated(Purposes purposes) => purposes == DigitalEmblem.Purposes.None ? null : purposes;

    private static ValueList<T>? Listed<T>(T[]? items)
        where T : IEquatable<T> => items is { Length: > 0 } ? ValueList.From(items) : null;

    private static KeyIdentifier EndorsedKey(string text, TokenProfile profile, CommandContext context) =>
        !File.Exists(text) && KeyIdentifier.TryParse(text, out KeyIdentifier identifier)
            ? identifier
            : KeyFiles.PublicKey(text, context).IdentifierIn(profile);

    private static ValueList<CommitmentEntry> ReadLog(string file, CommandContext context)
    {
        try
        {
            return CommitmentEntry.ReadJson(Files.Bytes(file, context)) is { Count: > 0 } log
                ? log
                : throw new UsageException($"'{file}' is a list without log entries: such an endorsement would not say where its key is "
                    + $"committed to. Leave --log out, or name a file with entries ('emblem root log').");
        }
        catch (TokenFormatException e)
        {
            throw new UsageException($"'{file}' is not a list of log entries: {Sentence.Of(e)}.");
        }
    }
}
