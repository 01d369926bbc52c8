using DigitalEmblem.Verifier;
using Spectre.Console;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// The whole reasoning behind a verdict: what was asked and found, what each token is, what each step found, and which parties could
/// have learned of the look-up.
/// </summary>
internal static class ExplanationTree
{
    public static void Write(DomainName name, Verdict verdict, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        var tree = new Tree($"{Terminal.Styled("bold", $"{name}")}: {Terminal.Markup(LibraryWords.Of(verdict))}");
        AddSources(tree, verdict);
        foreach (SetVerdict set in verdict.Sets)
        {
            AddSet(tree, set);
        }

        AddLines(tree, $"You trust", verdict.TrustedAuthorities.Select(a => Terminal.Markup($"{a}")));
        AddLines(tree, $"Policy", verdict.Deciding?.Findings.Select(Describe) ?? []);
        IEnumerable<Sentence> law = verdict.Law.SelectMany(LawText.TwoLines);
        AddLines(
            tree, $"What the sign means", (verdict.Law.Count > 0 ? law.Append(LawText.Caveat) : law).Select(Terminal.Markup));
        AddLines(tree, $"Assumptions", verdict.Assumptions.Select(a => Terminal.Markup(HandedWords.Text(a))));
        AddLines(tree, $"Who could have learned of this", VerdictText.Learned(verdict, []).Select(Terminal.Markup));
        console.Write(tree);
    }

    private static void AddSources(Tree tree, Verdict verdict)
    {
        TreeNode node = tree.AddNode(Terminal.Styled("bold", $"Looked up"));
        foreach (SourceReport source in verdict.Sources)
        {
            (Sentence from, Sentence detail) = (HandedWords.Text(source.Source), HandedWords.Text(source.Detail));
            TreeNode one = node.AddNode(Terminal.Markup(
                source.Authenticated ? Sentence.Of($"{from}: {detail}, validated by DNSSEC") : $"{from}: {detail}"));
            foreach (string attempt in source.Attempts)
            {
                one.AddNode($"{Terminal.Styled("grey", $"asked")} {Terminal.Markup(HandedWords.Text(attempt))}");
            }

            foreach (string record in source.Records)
            {
                one.AddNode(Terminal.Safe(record));
            }
        }
    }

    private static void AddSet(Tree tree, SetVerdict set)
    {
        Sentence about = $"{set.Outcome}, level {set.Set.Level}, at most {set.Set.LevelAtMost}";
        TreeNode node = tree.AddNode($"{Terminal.Styled("bold", $"Set {Printable.Text(set.Set.Name)}")}: {Terminal.Markup(about)}");
        foreach (JudgedToken token in set.Set.Tokens)
        {
            string where = Printable.Text(token.Item.Where);
            TreeNode one = node.AddNode(Terminal.Markup(token.Accepted
                ? Sentence.Of($"{token.Number}. {token.Kind} accepted ({where})")
                : $"{token.Number}. {token.Kind} not counted ({where})"));
            if (token.Claims is { } claims)
            {
                foreach (InspectedClaim claim in Inspection.Claims(claims))
                {
                    one.AddNode(claim.Markup);
                }
            }

            foreach (Finding finding in token.Findings)
            {
                one.AddNode(Describe(finding));
            }
        }

        foreach (JudgedCommitment commitment in set.Set.Commitments)
        {
            AddCommitment(node, commitment);
        }

        foreach (Finding finding in set.Set.Findings)
        {
            node.AddNode(Describe(finding));
        }
    }

    private static void AddCommitment(TreeNode node, JudgedCommitment commitment)
    {
        CommitmentEvidence evidence = commitment.Evidence;
        TreeNode one = node.AddNode(Terminal.Markup(
            $"commitment of {commitment.Organization} to {commitment.KeyIdentifier}: {evidence.Outcome}. "
                + $"{HandedWords.Texts(evidence.Reasons)}"));
        foreach (EntryEvidence entry in evidence.Entries)
        {
            TreeNode checks = one.AddNode(Terminal.Markup($"{HandedWords.Text(entry.Place)}: {entry.Outcome}"));
            foreach (CommitmentCheck check in entry.Checks)
            {
                checks.AddNode(Describe(check));
            }
        }
    }

    private static void AddLines(Tree tree, Sentence title, IEnumerable<string> markup)
    {
        string[] all = [.. markup];
        if (all.Length > 0)
        {
            TreeNode node = tree.AddNode(Terminal.Styled("bold", title));
            foreach (string line in all)
            {
                node.AddNode(line);
            }
        }
    }

    internal static string Describe(CommitmentCheck check)
    {
        string word = check.Outcome switch
        {
            CheckOutcome.Held => Terminal.Styled("green", $"held"),
            CheckOutcome.Failed => Terminal.Styled("red", $"failed"),
            _ => Terminal.Styled("yellow", $"not made"),
        };
        return $"{word} {check.Kind}: {Terminal.Markup(HandedWords.Text(check.Detail))}";
    }

    private static string Describe(Finding finding) =>
        $"{FindingMarkup.Code(finding)}: {Terminal.Markup($"{LibraryWords.Of(finding)} ({finding.Clause})")}";
}
