using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem root csr|log|check</c>: how an organization commits to its root key.</summary>
internal static class RootKeyCommand
{
    private static Sentence Description => $"""
        Commits an organization to its root key: a certificate that names the key and the organization, logged in Certificate
        Transparency. In order: csr, then the certificate from your issuer, then check, then log for the endorsement.
        """;

    private static Sentence CsrDescription => $"""
        Makes a certificate request whose names bind the root key to the organization, and a new key for the certificate (P-256).
        The root key itself signs nothing here: its public part is enough. Prints the commands that get the certificate from a
        public issuer.

        Anyone can read what is logged, for ever: that the organization takes part in digital emblems becomes public with this.

        Example:
          emblem root csr --issuer https://society.example --key root.pub --out request.csr --cert-key certificate.key
        """;

    private static Sentence LogDescription => $"""
        Prints the log entries of a binding certificate, as 'emblem sign endorsement --log' takes them. Whether an entry gives a leaf
        hash or an index depends on the kind of its log, which stands in the log list.

        Forms: json (the default; also that of the prototypes' files and of JWS), cbor (the log claim of a CWT, and the prototypes' header,
        as hexadecimal digits), text (for people, with the names of the logs).

        Example:
          emblem root log fullchain.pem > logs.json
        """;

    private static Sentence CheckDescription => $"""
        Checks offline whether a binding certificate commits an organization to a root key, by the default and by the strict name rule,
        and prints every check.

        Exit codes: 0 proven by the default rule (or by the strict one with --strict-names), 2 refuted, 3 could not find out.

        Example:
          emblem root check fullchain.pem --key root.pub --issuer https://society.example
        """;

    public static Command Create(CommandContext context) =>
        new("root", Speech.Text(Description)) { Csr(context), Log(context), RootCheck.Create(context, CheckDescription) };

    private static Command Csr(CommandContext context)
    {
        Option<OrganizationIdentifier> issuer = IssuerOption(required: true);
        Option<string> key = KeyOption();
        Option<string?> passphraseFile = KeyCommand.PassphraseFile();
        var output = new Option<string>("--out")
        {
            Description = Speech.Text($"The file for the request (PEM); replaced if it is there, unless it holds a private key."),
            HelpName = "FILE",
            Required = true
        };
        var certificateKey = new Option<string>("--cert-key")
        {
            Description = Speech.Text($"The new file for the certificate's own key (PEM, in the clear, as issuers' programs want it). "
                + $"It protects nothing here: it may be thrown away."),
            HelpName = "FILE",
            Required = true
        };
        var profile = new Option<string>("--profile")
        {
            Description = Speech.Text(
                $"Whose identifier of the key to name: cwt (the default), jws (what deployments publish today) or both."),
            HelpName = "cwt|jws|both",
            DefaultValueFactory = _ => "cwt"
        };
        profile.AcceptOnlyFromAmong("cwt", "jws", "both");
        var command = new Command("csr", Speech.Text(CsrDescription)) { issuer, key, passphraseFile, output, certificateKey, profile };
        command.SetAction(parsed =>
        {
            OrganizationIdentifier organization = parsed.GetValue(issuer)!;
            VerificationKey root = KeyFiles.PublicKey(parsed.GetValue(key)!, context, parsed.GetValue(passphraseFile));
            string requestFile = parsed.GetValue(output)!;
            string keyFile = parsed.GetValue(certificateKey)!;
            KeyCommand.NewKeyFile(keyFile, requestFile, context);
            TokenProfile[] profiles = parsed.GetValue(profile) switch
            {
                "jws" => [TokenProfile.Jws],
                "both" => [TokenProfile.Cwt, TokenProfile.Jws],
                _ => [TokenProfile.Cwt]
            };
            string[] names = [.. profiles.SelectMany(p => BindingNames.Wanted(organization, root.IdentifierIn(p))).Distinct()];
            BindingRequest request = BindingRequest.Create(names);
            request.WriteCertificateKey(keyFile);
            OutputFile.Write(requestFile, request.RequestPem + "\n", context);
            context.Tell($"Wrote the request to {requestFile}, and the certificate's key to {keyFile}.");
            WriteNextSteps(context, names, requestFile, parsed.GetValue(key)!);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Log(CommandContext context)
    {
        var file = new Argument<string>("FULLCHAIN") { Description = Speech.Text($"The binding certificate with its issuer's (PEM).") };
        var format = new Option<string>("--format")
        {
            Description = Speech.Text($"json (the default), cbor or text."),
            HelpName = "FORM",
            DefaultValueFactory = _ => "json"
        };
        format.AcceptOnlyFromAmong("json", "cbor", "text");
        Option<string?> logList = TrustOptions.LogListOption();
        var command = new Command("log", Speech.Text(LogDescription)) { file, format, logList };
        command.SetAction(parsed =>
        {
            BindingChain chain = ReadChain(parsed.GetValue(file)!, context);
            LogList? logs = TrustOptions.Read(parsed.GetValue(logList), null, [], context).Logs;
            ValueList<CommitmentEntry> entries = Entries(chain, logs);
            switch (parsed.GetValue(format))
            {
                case "cbor":
                    context.Print(Convert.ToHexStringLower(CommitmentEntry.WriteCbor(entries)));
                    break;
                case "text":
                    foreach (CommitmentEntry entry in entries)
                    {
                        Sentence log = logs is null ? Sentence.Of($"a log whose name is not known here")
                            : logs.Find(entry.LogId) is { } known ? $"{known}"
                            : Sentence.Of($"a log that is not in the log list");
                        context.Say($"{log}: {entry}");
                    }

                    break;
                default:
                    context.Print(CommitmentEntry.WriteJson(entries));
                    break;
            }

            WarnOfUnknownLogs(chain, logs, context);
            return ExitCode.Done;
        });
        return command;
    }

    // A verifier cannot find the certificate by an entry of the wrong form, so warn of a guess.
    private static void WarnOfUnknownLogs(BindingChain chain, LogList? logs, CommandContext context)
    {
        if (logs is null)
        {
            context.Tell($"No log list is installed, so the logs have no names here, and the form of each entry (hash or index) "
                + $"is a guess from the certificate: 'emblem logs update' installs a list, --log-list names a file.");
        }
        else if (chain.Scts.FirstOrDefault(sct => logs.Find(sct.LogId) is null) is { } unknown)
        {
            context.Tell($"The log {unknown.LogId.ToBase64()} is not in the log list, so the form of its entry (hash or index) "
                + $"is a guess from the certificate: 'emblem logs update' fetches a newer list.");
        }
    }

    internal static Option<OrganizationIdentifier> IssuerOption(bool required) =>
        new("--issuer")
        {
            Description = Speech.Text($"The organization, e.g. https://society.example."),
            HelpName = "OI",
            Required = required,
            CustomParser = Parsers.Of(OrganizationIdentifier.Parse)
        };

    internal static Option<string> KeyOption() =>
        new("--key")
        {
            Description = Speech.Text($"The root key: a public key (PEM, JWK, COSE_Key), or the private one (PEM)."),
            HelpName = "FILE",
            Required = true
        };

    internal static BindingChain ReadChain(string file, CommandContext context) => Chains.One(file, context);

    internal static ValueList<CommitmentEntry> Entries(BindingChain chain, LogList? logs) => chain switch
    {
        { Scts.Count: 0 } => throw new UsageException($"The certificate in '{chain.Where}' has no SCT inside: its issuer did not log it "
            + $"before issuing it, or this is a precertificate. Ask for a certificate with embedded SCTs; "
            + $"public issuers make them by default."),
        _ when chain.LogEntries(logs) is { Count: > 0 } entries => entries,
        _ when chain.LogEntries().Count > 0 => throw new UsageException($"The certificate in '{chain.Where}' is logged in static logs "
            + $"only, and states no index there, so no log entry can be made of it. Ask its issuer for a certificate with other SCTs."),
        _ => throw new UsageException($"'{chain.Where}' holds the certificate without its issuer's, from which the leaf hash is computed. "
            + $"Use fullchain.pem, or put the issuer's certificate below it."),
    };

    private static void WriteNextSteps(CommandContext context, string[] names, string requestFile, string rootKeyFile)
    {
        context.Say($"The certificate must name, literally:");
        foreach (string name in names)
        {
            context.Print($"  {name}");
        }

        context.Say();
        context.Say($"Get it from a public issuer (each name is proven by a DNS record that certbot tells you to set):");
        context.Print($"  certbot certonly --manual --preferred-challenges dns --csr {Terminal.Line(requestFile)} --cert-path "
            + $"cert.pem --chain-path chain.pem --fullchain-path fullchain.pem");
        context.Say($"Or let certbot make a key of its own, without the request:");
        context.Print(
            $"  certbot certonly --manual --preferred-challenges dns --key-type ecdsa {string.Join(' ', names.Select(n => $"-d {n}"))}");
        context.Say();
        context.Say($"Then:");
        context.Print($"  emblem root check fullchain.pem --key {Terminal.Line(rootKeyFile)}");
        context.Print($"  emblem root log fullchain.pem > logs.json");
    }
}
