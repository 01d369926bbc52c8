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
        var tree = new Tree($"[bold]{Terminal.SafeAll(name.ToString())}[/]: {Terminal.SafeAll(verdict.ToString())}");
        AddSources(tree, verdict);
        foreach (SetVerdict set in verdict.Sets)
        {
            AddSet(tree, set);
        }

        AddLines(tree, "Policy", verdict.Deciding?.Findings.Select(Describe) ?? []);
        AddLines(
            tree,
            "What the sign means",
            verdict.Law.SelectMany(LawText.TwoLines).Concat(verdict.Law.Count > 0 ? [LawText.Caveat] : []).Select(Terminal.SafeAll));
        AddLines(tree, "Assumptions", verdict.Assumptions.Select(Terminal.SafeAll));
        AddLines(
            tree, "Who could have learned of this", verdict.Exposure.DefaultIfEmpty("Nobody: nothing was asked.").Select(Terminal.SafeAll));
        console.Write(tree);
    }

    private static void AddSources(Tree tree, Verdict verdict)
    {
        TreeNode node = tree.AddNode("[bold]Looked up[/]");
        foreach (SourceReport source in verdict.Sources)
        {
            string proof = source.Authenticated ? ", validated by DNSSEC" : "";
            TreeNode one = node.AddNode($"{Terminal.SafeAll(source.Source)}: {Terminal.SafeAll(source.Detail)}{proof}");
            foreach (string attempt in source.Attempts)
            {
                one.AddNode($"[grey]asked[/] {Terminal.SafeAll(attempt)}");
            }

            foreach (string record in source.Records)
            {
                one.AddNode(Terminal.Safe(record));
            }
        }
    }

    private static void AddSet(Tree tree, SetVerdict set)
    {
        TreeNode node = tree.AddNode(
            $"[bold]Set {Terminal.Safe(set.Set.Name)}[/]: {set.Outcome}, level {set.Set.Level}, at most {set.Set.LevelAtMost}");
        foreach (JudgedToken token in set.Set.Tokens)
        {
            TreeNode one = node.AddNode(
                $"{token.Number}. {token.Kind} {(token.Accepted ? "accepted" : "not counted")} ({Terminal.Safe(token.Item.Where)})");
            if (token.Claims is { } claims)
            {
                foreach ((string claim, string value) in Inspection.Claims(claims))
                {
                    one.AddNode($"[grey]{claim}[/] {Terminal.Safe(value)}");
                }
            }

            foreach (Finding finding in token.Findings)
            {
                one.AddNode(Describe(finding));
            }
        }

        foreach (JudgedCommitment commitment in set.Set.Commitments)
        {
            TreeNode one = node.AddNode($"commitment of {Terminal.SafeAll(commitment.Organization.ToString())} to "
                + $"{commitment.KeyIdentifier}: {commitment.Evidence.Outcome}. "
                + $"{Terminal.SafeAll(string.Join(' ', commitment.Evidence.Reasons))}");
            foreach (EntryEvidence entry in commitment.Evidence.Entries)
            {
                TreeNode checks = one.AddNode(Terminal.SafeAll($"{entry.Place}: {entry.Outcome}"));
                foreach (CommitmentCheck check in entry.Checks)
                {
                    checks.AddNode(Describe(check));
                }
            }
        }

        foreach (Finding finding in set.Set.Findings)
        {
            node.AddNode(Describe(finding));
        }
    }

    private static void AddLines(Tree tree, string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length > 0)
        {
            TreeNode node = tree.AddNode($"[bold]{title}[/]");
            foreach (string line in all)
            {
                node.AddNode(line);
            }
        }
    }

    internal static string Describe(CommitmentCheck check)
    {
        (string colour, string word) = check.Outcome switch
        {
            CheckOutcome.Held => ("green", "held"),
            CheckOutcome.Failed => ("red", "failed"),
            _ => ("yellow", "not made")
        };
        return $"[{colour}]{word}[/] {check.Kind}: {Terminal.SafeAll(check.Detail)}";
    }

    private static string Describe(Finding finding) =>
        $"[{(finding.Severity == FindingSeverity.Failure ? "red" : finding.Severity == FindingSeverity.Warning ? "yellow" : "grey")}]"
        + $"{finding.Code}[/]: {Terminal.SafeAll(finding.Message)} ({Terminal.SafeAll(finding.Clause)})";
}
