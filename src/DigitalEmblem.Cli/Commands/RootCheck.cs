using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using Spectre.Console;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem root check</c>: does this certificate commit the organization to the key, and what is missing if not?</summary>
internal static class RootCheck
{
    public static Command Create(CommandContext context, string description)
    {
        var file = new Argument<string>("FULLCHAIN") { Description = "The binding certificate with its issuer's (PEM)." };
        Option<string> key = RootKeyCommand.KeyOption();
        Option<string?> passphraseFile = KeyCommand.PassphraseFile();
        Option<OrganizationIdentifier> issuer = RootKeyCommand.IssuerOption(required: false);
        var log = new Option<string?>("--log") { Description = "The log entries that the endorsement has (JSON); by default those that the certificate itself gives.", HelpName = "FILE" };
        var judging = new JudgingOptions();
        var command = new Command("check", description) { file, key, passphraseFile, issuer, log };
        judging.AddTo(command);
        command.SetAction(parsed =>
        {
            BindingChain chain = RootKeyCommand.ReadChain(parsed.GetValue(file)!, context);
            VerificationKey root = Files.PublicKey(parsed.GetValue(key)!, context, parsed.GetValue(passphraseFile));
            OrganizationIdentifier organization = parsed.GetValue(issuer) ?? Named(chain, root)
                ?? throw new UsageException($"The certificate names no organization together with this key ({root.CoseIdentifier}, or as JWK {root.JwkIdentifier}). Name the one that should be there with --issuer to see what is missing.");
            ValueList<CommitmentEntry> entries = parsed.GetValue(log) is { } logFile ? Files.Parse(logFile, "list of log entries", CommitmentEntry.ReadJson, context) : RootKeyCommand.Entries(chain);
            var claim = new CommitmentClaim(organization, root, entries);
            var evidence = Evidence.Of(CommitmentMaterial.Of([chain]), judging.Trust(parsed, context));
            CommitmentEvidence Judge(bool strict) => evidence.ForCommitment(claim, new CommitmentRules { StrictNames = strict }, judging.At(parsed, context));
            CommitmentEvidence byDefault = Judge(strict: false);
            CommitmentEvidence strictly = Judge(strict: true);
            Write(claim, byDefault, strictly, context);
            return CommitmentExit.Of([(judging.Rules(parsed).StrictNames ? strictly : byDefault).Outcome]);
        });
        return command;
    }

    /// <summary>The organization that the certificate names together with the key.</summary>
    private static OrganizationIdentifier? Named(BindingChain chain, VerificationKey key)
    {
        foreach (string name in chain.DnsNames)
        {
            foreach (KeyIdentifier identifier in (KeyIdentifier[])[key.CoseIdentifier, key.JwkIdentifier])
            {
                string prefix = $"{identifier}.{BindingNames.ConfigurationLabel}.";
                if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && OrganizationIdentifier.TryParse($"https://{name[prefix.Length..].ToLowerInvariant()}", out OrganizationIdentifier? organization))
                {
                    return organization;
                }
            }
        }

        return null;
    }

    private static void Write(CommitmentClaim claim, CommitmentEvidence byDefault, CommitmentEvidence strictly, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        console.MarkupLine($"[bold]{Markup.Escape($"{byDefault.Outcome} offline: {claim.Organization} to the key {claim.Key.CoseIdentifier} (as JWK {claim.Key.JwkIdentifier}), by the default name rule.")}[/]");
        console.MarkupLine(Markup.Escape($"{strictly.Outcome} by the strict name rule{(strictly.Outcome == byDefault.Outcome ? "." : $". {string.Join(' ', strictly.Reasons)}")}"));
        console.WriteLine();
        foreach (EntryEvidence entry in byDefault.Entries)
        {
            var tree = new Tree(Markup.Escape($"{entry.Place}: {entry.Outcome}"));
            foreach (CommitmentCheck check in entry.Checks)
            {
                tree.AddNode(ExplanationTree.Describe(check));
            }

            console.Write(tree);
        }

        foreach (Finding finding in byDefault.Findings)
        {
            console.MarkupLine(Markup.Escape($"{finding.Code}: {finding.Message}"));
        }
    }
}
