using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary>What signing an emblem and signing an endorsement have in common.</summary>
internal sealed class SigningOptions
{
    private readonly Option<string> _key = new("--key")
    {
        Description = Speech.Text($"The private key that signs (PEM)."),
        HelpName = "FILE",
        Required = true
    };
    private readonly Option<string?> _passphraseFile = KeyCommand.PassphraseFile();
    private readonly Option<OrganizationIdentifier?> _issuer = new("--issuer")
    {
        Description = Speech.Text($"The organization that issues, e.g. https://society.example."),
        HelpName = "OI",
        CustomParser = Parsers.Of(OrganizationIdentifier.Parse)
    };
    private readonly Option<DateTimeOffset?> _notBefore = new("--not-before")
    {
        Description = Speech.Text(
            $"The first instant of validity; by default ten minutes ago, or a tenth of the lifetime if that is less, for clocks "
            + $"that are a little slow."),
        HelpName = "TIME",
        CustomParser = Parsers.Instant
    };
    private readonly Option<DateTimeOffset?> _issuedAt = new("--issued-at")
    {
        Description = Speech.Text($"The time of issue that it states; now by default."),
        HelpName = "TIME",
        CustomParser = Parsers.Instant
    };
    private readonly Option<TimeSpan?> _lifetime = new("--lifetime")
    {
        Description = Speech.Text($"How long it is valid, e.g. 24h. Shorter is safer: a token cannot be revoked."),
        HelpName = "DURATION",
        Required = true,
        CustomParser = Parsers.Duration
    };
    private readonly Option<string> _format = new("--format")
    {
        Description = Speech.Text($"cwt (the default) or jws (what deployments publish today)."),
        HelpName = "cwt|jws",
        DefaultValueFactory = _ => "cwt"
    };
    private readonly Option<bool> _tag61 = new("--tag61")
    {
        Description = Speech.Text($"Put the token inside CBOR tag 61, as a text of September 2026 had it (CWT only).")
    };
    private readonly Option<string?> _out = new("--out")
    {
        Description = Speech.Text(
            $"Write the token's bytes to a file instead of a line to standard output. A file that is there is replaced whole, "
            + $"unless it holds a private key or is read by this command."),
        HelpName = "FILE"
    };

    public void AddTo(Command command)
    {
        _format.AcceptOnlyFromAmong("cwt", "jws");
        Option[] options = [_key, _passphraseFile, _issuer, _notBefore, _issuedAt, _lifetime, _format, _tag61, _out];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(_format) == "jws" && result.GetValue(_tag61))
            {
                result.Refuse($"--tag61 is for CWT only.");
            }
        });
    }

    public int Sign(ParseResult parsed, CommandContext context, Func<OrganizationIdentifier?, Validity, TokenProfile, EmblemToken> claims)
    {
        string? output = parsed.GetValue(_out);
        if (output is not null)
        {
            OutputFile.Check(output, context);
        }

        TokenProfile profile = parsed.GetValue(_format) == "jws" ? TokenProfile.Jws : TokenProfile.Cwt;
        DateTimeOffset now = context.Clock.GetUtcNow();
        TimeSpan lifetime = parsed.GetValue(_lifetime)!.Value;
        Validity validity;
        try
        {
            validity = parsed.GetValue(_notBefore) is { } notBefore ? Validity.From(notBefore, lifetime) : Validity.IssuedAt(now, lifetime);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new UsageException($"The lifetime is at least a second, and ends before the year 10000.");
        }

        EmblemToken token = claims(parsed.GetValue(_issuer), validity, profile) with { IssuedAt = parsed.GetValue(_issuedAt) ?? now };
        using SoftwareSigningKey key = KeyFiles.PrivateKey(parsed.GetValue(_key)!, context, parsed.GetValue(_passphraseFile));
        if (profile == TokenProfile.Jws)
        {
            Results.Write(Jws.Sign(token, key), output, context);
        }
        else
        {
            Results.Write(Cwt.Sign(token, key, parsed.GetValue(_tag61)), output, context);
        }

        return ExitCode.Done;
    }
}
