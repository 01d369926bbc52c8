using System.Globalization;
using DigitalEmblem.Verifier;
using Spectre.Console;

namespace DigitalEmblem.Cli.Output;

/// <summary>A verdict for a person. The first line is the verdict; the other lines give its reasons.</summary>
internal static class VerdictText
{
    public static void Write(Verdict verdict, CommandContext context, bool mayGather = true)
    {
        IAnsiConsole console = Terminal.Over(context);
        console.MarkupLine($"[bold {ColourOf(verdict.Outcome)}]{Terminal.SafeAll(verdict.ToString())}[/]");
        console.WriteLine();
        WriteFacts(console, verdict);
        WriteGrounds(console, verdict, mayGather);
    }

    /// <summary>What the verdict rests on: tokens, commitments, findings, assumptions.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="mayGather">Whether the command can gather evidence.</param>
    /// <param name="exposure">Who else could have learned of the question; null for nobody.</param>
    public static void WriteGrounds(IAnsiConsole console, Verdict verdict, bool mayGather, IEnumerable<string>? exposure = null)
    {
        WriteTokens(console, verdict);
        WriteCommitments(console, verdict);
        WriteLines(console, "Keys that cannot be used", BadKeys(verdict));
        WriteFindings(console, "Findings", verdict.Findings);
        WriteLines(console, "What would answer the open questions", NextSteps.Of(verdict, mayGather));
        WriteLines(console, "Assumptions", verdict.Assumptions);
        WriteLines(
            console,
            "Who could have learned of this",
            verdict.Exposure.Concat(exposure ?? []).Distinct().DefaultIfEmpty("Nobody: nothing was asked."));
        if (verdict.Sets.Count > 1)
        {
            WriteLines(
                console, "Sets", verdict.Sets.Select(s => $"{s.Set.Name}: {s.Outcome}, {Level(s.Set.Level)}{OfIssuer(s)}. {s.Reason}"));
        }
    }

    /// <summary>The level, issuer, purposes with their limits, and times.</summary>
    public static void WriteFacts(IAnsiConsole console, Verdict verdict)
    {
        Fact(
            console,
            "Level",
            verdict.Level == verdict.LevelAtMost ? Level(verdict.Level) : $"{Level(verdict.Level)}, at most {Level(verdict.LevelAtMost)}");
        // A sign of data is asked about by its own root, which stands under the assets.
        Fact(console, "Asked for", verdict.Asset is { Kind: not AssetKind.Data } asset ? asset.ToString() : null);
        Fact(console, "Issuer", verdict.Issuer?.ToString());
        Fact(console, "Endorsed by", verdict.EndorsedBy.Count > 0 ? verdict.EndorsedBy.ToString() : null);
        Fact(
            console,
            "Assets",
            verdict.Assets.Count > 0 ? string.Join(", ", verdict.Assets.Select(a => Printable.Text(a.ToString()))) : null);
        for (int i = 0; i < verdict.Law.Count; i++)
        {
            foreach ((string line, bool first) in LawText.TwoLines(verdict.Law[i]).Select((l, n) => (l, i + n == 0)))
            {
                Fact(console, first ? "Purposes" : "", line);
            }
        }

        Fact(console, "Law", verdict.Law.Count > 0 ? LawText.Caveat : null);
        if (verdict is { ValidFrom: { } from, ValidUntil: { } until })
        {
            Fact(console, "Valid", $"{Instant(from)} to {Instant(until)}");
        }

        Fact(console, "Judged at", Instant(verdict.At));
    }

    private static void WriteTokens(IAnsiConsole console, Verdict verdict)
    {
        if (verdict.Tokens.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.MarkupLine("[bold]Tokens[/]");
        foreach (JudgedToken token in verdict.Tokens)
        {
            string what = token.Kind == TokenKind.Undecodable
                ? "cannot be decoded"
                : $"{Lower(token.Kind)} {Claims(token.Claims!)}, key {token.Item.Token!.KeyIdentifier} ({token.Item.Token.Algorithm})";
            Line(console, $"{token.Number}. {State(token)}  {what}, {Printable.Text(token.Item.Where)}");
            foreach (Finding finding in token.Findings)
            {
                WriteFinding(console, finding, 6, withItem: false);
            }
        }
    }

    // Names the places of the keys here: findings cannot, because a verdict must be the same in any order of records.
    private static IEnumerable<string> BadKeys(Verdict verdict)
    {
        const int Told = 10;
        InputItem[] bad = [.. verdict.Verified.Input.Items.Where(i => i is { IsKeyItem: true, Fault: not null })];
        IEnumerable<string> lines = bad.Take(Told).Select(i => $"{Printable.Text(i.Where)}: {i.Fault!.Message}.");
        return bad.Length > Told ? lines.Append($"And {bad.Length - Told} more.") : lines;
    }

    private static void WriteCommitments(IAnsiConsole console, Verdict verdict)
    {
        if (verdict.Commitments.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.MarkupLine("[bold]Commitments[/]");
        foreach (JudgedCommitment commitment in verdict.Commitments)
        {
            CommitmentEvidence evidence = commitment.Evidence;
            Line(
                console,
                $"{Lower(evidence.Outcome)}: {commitment.Organization} to the key "
                    + $"{commitment.KeyIdentifier}.{(evidence.Entries.Count == 0 ? $" {string.Join(' ', evidence.Reasons)}" : "")}");
            foreach (EntryEvidence entry in evidence.Entries)
            {
                Terminal.Indented(console, 6, Terminal.SafeAll($"{Lower(entry.Outcome)}: {entry.Place}: {entry.Reason}."));
            }
        }
    }

    private static void WriteFindings(IAnsiConsole console, string title, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.MarkupLine($"[bold]{title}[/]");
        foreach (Finding finding in findings)
        {
            WriteFinding(console, finding, 2, withItem: true);
        }
    }

    private static void WriteFinding(IAnsiConsole console, Finding finding, int indent, bool withItem)
    {
        string colour = finding.Severity switch { FindingSeverity.Failure => "red", FindingSeverity.Warning => "yellow", _ => "grey" };
        string item = withItem && finding.Item is { } number ? $" Token {number}." : "";
        Terminal.Indented(
            console,
            indent,
            $"[{colour}]{finding.Code}[/]: {Terminal.SafeAll(finding.Message)}{item} ({Terminal.SafeAll(finding.Clause)})");
    }

    /// <summary>A title with lines below it; nothing if there is no line.</summary>
    public static void WriteLines(IAnsiConsole console, string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length == 0)
        {
            return;
        }

        console.WriteLine();
        console.MarkupLine($"[bold]{title}[/]");
        foreach (string line in all)
        {
            Line(console, line);
        }
    }

    /// <summary>A name and a value beside it; nothing if there is no value.</summary>
    public static void Fact(IAnsiConsole console, string name, string? value)
    {
        if (value is not null)
        {
            Terminal.Labelled(console, name, Terminal.SafeAll(value));
        }
    }

    private static void Line(IAnsiConsole console, string text) => Terminal.Indented(console, 2, Terminal.SafeAll(text));

    private static string State(JudgedToken token) => token.Accepted ? "accepted "
        : token.Findings.Any(f => f.Severity == FindingSeverity.Failure) ? "discarded"
        : token.Findings.Any(f => f.Code is FindingCode.CommitmentUnavailable or FindingCode.AlgorithmUnavailable) ? "undecided"
        : "repeated ";

    private static string Claims(EmblemToken token) => token switch
    {
        Endorsement endorsement => $"by {Name(token.Issuer)} for {Name(endorsement.Subject)}",
        _ => $"by {Name(token.Issuer)}",
    };

    private static string OfIssuer(SetVerdict set) => set.Issuer is { } issuer ? $", of {issuer}" : "";

    private static string Name(OrganizationIdentifier? organization) => organization?.ToString() ?? "nobody named";

    private static string ColourOf(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Marked => "green",
        VerdictOutcome.Invalid => "red",
        VerdictOutcome.NotMarked => "default",
        _ => "yellow",
    };

    private static string Level(SecurityLevel level) => Lower(level);

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    internal static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
