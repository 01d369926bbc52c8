using System.CommandLine;
using DigitalEmblem.Cli.Input;
using DigitalEmblem.Cli.Output;
using Spectre.Console;

namespace DigitalEmblem.Cli.Commands;

/// <summary><c>emblem root check</c>: does this certificate commit the organization to the key, and what is missing if not?</summary>
internal static class RootCheck
{
    public static Command Create(CommandContext context, Sentence description)
    {
        var file = new Argument<string>("FULLCHAIN") { Description = Speech.Text($"The binding certificate with its issuer's (PEM).") };
        Option<string> key = RootKeyCommand.KeyOption();
        Option<string?> passphraseFile = KeyCommand.PassphraseFile();
        Option<OrganizationIdentifier> issuer = RootKeyCommand.IssuerOption(required: false);
        var log = new Option<string?>("--log")
        {
            Description = Speech.Text(
                $"The log entries that the endorsement has (JSON); by default those that the certificate itself gives."),
            HelpName = "FILE"
        };
        var judging = new JudgingOptions();
        var command = new Command("check", Speech.Text(description)) { file, key, passphraseFile, issuer, log };
        judging.AddTo(command);
        command.SetAction(parsed =>
        {
            BindingChain chain = RootKeyCommand.ReadChain(parsed.GetValue(file)!, context);
            VerificationKey root = KeyFiles.PublicKey(parsed.GetValue(key)!, context, parsed.GetValue(passphraseFile));
            OrganizationIdentifier organization = parsed.GetValue(issuer) ?? Named(chain, root)
                ?? throw new UsageException($"The certificate names no organization together with this key ({root.CoseIdentifier}, or as "
                    + $"JWK {root.JwkIdentifier}). Name the one that should be there with --issuer to see what is missing.");
            TransparencyTrust trust = judging.Trust(parsed, context);
            ValueList<CommitmentEntry> entries = parsed.GetValue(log) is { } logFile
                ? Files.Parse(logFile, $"list of log entries", CommitmentEntry.ReadJson, context)
                : RootKeyCommand.Entries(chain, trust.Logs);
            var claim = new CommitmentClaim(organization, root, entries);
            var evidence = HeldEvidence.Of(CommitmentMaterial.Of([chain]), trust);
            CommitmentEvidence Judge(bool strict) =>
                evidence.ForCommitment(claim, new CommitmentRules { StrictNames = strict }, judging.At(parsed, context));
            CommitmentEvidence byDefault = Judge(strict: false);
            CommitmentEvidence strictly = Judge(strict: true);
            bool strict = judging.Rules(parsed).StrictNames;
            (CommitmentEvidence asked, CommitmentEvidence other) = strict ? (strictly, byDefault) : (byDefault, strictly);
            Write(claim, (asked, Rule(strict)), (other, Rule(!strict)), context);
            if (trust.Logs is null)
            {
                context.Tell(
                    $"Without a log list no log's promise can be verified: 'emblem logs update' installs one, --log-list names a file.");
            }

            return CommitmentExit.Of([asked.Outcome]);
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
                if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
                    && OrganizationIdentifier.TryParse(
                        $"https://{name[prefix.Length..].ToLowerInvariant()}", out OrganizationIdentifier? organization))
                {
                    return organization;
                }
            }
        }

        return null;
    }

    /// <summary>The first line states the result that the exit code also states; the second the result by the other name rule.</summary>
    private static void Write(
        CommitmentClaim claim,
        (CommitmentEvidence Known, Sentence Rule) asked,
        (CommitmentEvidence Known, Sentence Rule) other,
        CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        Sentence first = $"{asked.Known.Outcome} offline, by the {asked.Rule} name rule: the commitment of {claim.Organization} to the key "
            + $"{claim.Key.CoseIdentifier} (as JWK {claim.Key.JwkIdentifier}).";
        console.Heading(Sentences.Following(first, Why(asked.Known)));
        console.Line(Sentences.Following(
            $"{other.Known.Outcome} by the {other.Rule} name rule.",
            other.Known.Outcome == asked.Known.Outcome ? null : Why(other.Known)));
        console.WriteLine();
        foreach (EntryEvidence entry in asked.Known.Entries)
        {
            var tree = new Tree(Terminal.Markup($"{HandedWords.Text(entry.Place)}: {entry.Outcome}"));
            foreach (CommitmentCheck check in entry.Checks)
            {
                tree.AddNode(ExplanationTree.Describe(check));
            }

            console.Write(tree);
        }

        foreach (Finding finding in asked.Known.Findings)
        {
            console.Line($"{finding.Code.ToString()}: {LibraryWords.Of(finding)}");
        }
    }

    private static Sentence? Why(CommitmentEvidence known) =>
        known.Outcome == CommitmentOutcome.Proven ? null : HandedWords.Texts(known.Reasons);

    private static Sentence Rule(bool isStrict) => isStrict ? Sentence.Of($"strict") : $"default";
}
