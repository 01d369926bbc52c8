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
        console.Line($"bold {ColourOf(verdict.Outcome)}", LibraryWords.Of(verdict));
        console.WriteLine();
        WriteFacts(console, verdict);
        WriteGrounds(console, verdict, mayGather);
    }

    /// <summary>What the verdict rests on: tokens, commitments, findings, assumptions.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="mayGather">Whether the command can gather evidence.</param>
    /// <param name="exposure">Who else could have learned of the question; null for nobody.</param>
    public static void WriteGrounds(IAnsiConsole console, Verdict verdict, bool mayGather, IEnumerable<Sentence>? exposure = null)
    {
        WriteTokens(console, verdict);
        WriteCommitments(console, verdict);
        WriteLines(console, $"Keys that cannot be used", BadKeys(verdict));
        WriteFindings(console, $"Findings", verdict.Findings);
        WriteLines(console, $"What would answer the open questions", NextSteps.Of(verdict, mayGather));
        WriteLines(console, $"Assumptions", verdict.Assumptions.Select(HandedWords.Text));
        WriteLines(console, $"Who could have learned of this", Learned(verdict, exposure ?? []));
        if (verdict.Sets.Count > 1)
        {
            WriteLines(console, $"Sets", verdict.Sets.Select(OfSet));
        }
    }

    /// <summary>Who could have learned of the question, each once.</summary>
    public static IEnumerable<Sentence> Learned(Verdict verdict, IEnumerable<Sentence> exposure) => verdict.Exposure
        .Select(HandedWords.Text)
        .Concat(exposure)
        .DistinctBy(s => s.ToString())
        .DefaultIfEmpty(Sentence.Of($"Nobody: nothing was asked."));

    /// <summary>The level, issuer, purposes with their limits, and times.</summary>
    public static void WriteFacts(IAnsiConsole console, Verdict verdict)
    {
        Fact(
            console,
            $"Level",
            verdict.Level == verdict.LevelAtMost
                ? LevelWords.Of(verdict.Level)
                : $"{LevelWords.Of(verdict.Level)}, at most {LevelWords.Of(verdict.LevelAtMost)}");
        // A sign of data is asked about by its own root, which stands under the assets.
        Fact(console, $"Asked for", verdict.Asset is { Kind: not AssetKind.Data } asset ? Sentence.Of($"{asset}") : null);
        Fact(console, $"Issuer", verdict.Issuer is { } issuer ? Sentence.Of($"{issuer}") : null);
        Fact(console, $"Endorsed by", verdict.EndorsedBy.Count > 0 ? Sentence.Of($"{verdict.EndorsedBy}") : null);
        Fact(console, $"You trust", verdict.TrustedAuthorities.Count > 0 ? Sentence.Of($"{verdict.TrustedAuthorities}") : null);
        Fact(
            console,
            $"Assets",
            verdict.Assets.Count > 0 ? Sentence.List(verdict.Assets.Select(a => Printable.Text(a.ToString()))) : null);
        for (int i = 0; i < verdict.Law.Count; i++)
        {
            foreach ((Sentence line, bool first) in LawText.TwoLines(verdict.Law[i]).Select((l, n) => (l, i + n == 0)))
            {
                Fact(console, first ? $"Purposes" : Sentence.Of($""), line);
            }
        }

        Fact(console, $"Law", verdict.Law.Count > 0 ? LawText.Caveat : null);
        if (verdict is { ValidFrom: { } from, ValidUntil: { } until })
        {
            Fact(console, $"Valid", $"{Instant(from)} to {Instant(until)}");
        }

        Fact(console, $"Judged at", $"{Instant(verdict.At)}");
    }

    private static void WriteTokens(IAnsiConsole console, Verdict verdict)
    {
        if (verdict.Tokens.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.Heading($"Tokens");
        foreach (JudgedToken token in verdict.Tokens)
        {
            string where = Printable.Text(token.Item.Where);
            Sentence what = token.Kind switch
            {
                TokenKind.Undecodable => $"cannot be decoded, {where}",
                TokenKind.Endorsement => $"endorsement {By(token.Claims!)}, key {KeyOf(token)} ({token.Item.Token!.Algorithm}), {where}",
                _ => $"emblem {By(token.Claims!)}, key {KeyOf(token)} ({token.Item.Token!.Algorithm}), {where}",
            };
            Line(console, $"{token.Number}. {State(token)}  {what}");
            foreach (Finding finding in token.Findings)
            {
                WriteFinding(console, finding, 6, withItem: false);
            }
        }
    }

    // Names the places of the keys here: findings cannot, because a verdict must be the same in any order of records.
    private static IEnumerable<Sentence> BadKeys(Verdict verdict)
    {
        const int Told = 10;
        InputItem[] bad = [.. verdict.Verified.Input.Items.Where(i => i is { IsKeyItem: true, Fault: not null })];
        IEnumerable<Sentence> lines = bad.Take(Told)
            .Select(i => Sentence.Of($"{Printable.Text(i.Where)}: {Sentence.Of(i.Fault!)}."));
        return bad.Length > Told ? lines.Append(Sentence.Of($"And {bad.Length - Told} more.")) : lines;
    }

    private static void WriteCommitments(IAnsiConsole console, Verdict verdict)
    {
        if (verdict.Commitments.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.Heading($"Commitments");
        foreach (JudgedCommitment commitment in verdict.Commitments)
        {
            CommitmentEvidence evidence = commitment.Evidence;
            Sentence what = CommitmentWords.Of(
                evidence.Outcome, $"{commitment.Organization} to the key {commitment.KeyIdentifier}.");
            Line(console, evidence.Entries.Count == 0 ? Sentences.Following(what, HandedWords.Texts(evidence.Reasons)) : what);
            foreach (EntryEvidence entry in evidence.Entries)
            {
                console.Indented(
                    6, CommitmentWords.Of(entry.Outcome, $"{HandedWords.Text(entry.Place)}: {HandedWords.Text(entry.Reason)}."));
            }
        }
    }

    private static void WriteFindings(IAnsiConsole console, Sentence title, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.Heading(title);
        foreach (Finding finding in findings)
        {
            WriteFinding(console, finding, 2, withItem: true);
        }
    }

    private static void WriteFinding(IAnsiConsole console, Finding finding, int indent, bool withItem)
    {
        Sentence? item = withItem && finding.Item is { } number ? Sentence.Of($"Token {number}.") : null;
        Sentence message = Sentences.Following(LibraryWords.Of(finding), item);
        Terminal.IndentedMarkup(console, indent, $"{FindingMarkup.Code(finding)}: {Terminal.Markup($"{message} ({finding.Clause})")}");
    }

    /// <summary>A title with lines below it; nothing if there is no line.</summary>
    public static void WriteLines(IAnsiConsole console, Sentence title, IEnumerable<Sentence> lines)
    {
        Sentence[] all = [.. lines];
        if (all.Length == 0)
        {
            return;
        }

        console.WriteLine();
        console.Heading(title);
        foreach (Sentence line in all)
        {
            Line(console, line);
        }
    }

    /// <summary>A name and a value beside it; nothing if there is no value.</summary>
    public static void Fact(IAnsiConsole console, Sentence name, Sentence? value)
    {
        if (value is not null)
        {
            console.Labelled(name, value);
        }
    }

    private static void Line(IAnsiConsole console, Sentence text) => console.Indented(2, text);

    // The English words have nine columns, so that what stands after them is in one column.
    private static Cell State(JudgedToken token) => new(StateOf(token), 9);

    private static Sentence StateOf(JudgedToken token) => token.Accepted ? Sentence.Of($"accepted")
        : token.Findings.Any(f => f.Severity == FindingSeverity.Failure) ? Sentence.Of($"discarded")
        : token.Findings.Any(f => f.Code is FindingCode.CommitmentUnavailable or FindingCode.AlgorithmUnavailable)
            ? Sentence.Of($"undecided")
        : $"repeated";

    private static Sentence By(EmblemToken token) => token switch
    {
        Endorsement endorsement => $"by {NameOf(token.Issuer)} for {NameOf(endorsement.Subject)}",
        _ => $"by {NameOf(token.Issuer)}",
    };

    private static Sentence OfSet(SetVerdict set) => set.Issuer is { } issuer
        ? Sentence.Of($"{set.Set.Name}: {set.Outcome}, {LevelWords.Of(set.Set.Level)}, of {issuer}. {LibraryWords.Reason(set)}")
        : $"{set.Set.Name}: {set.Outcome}, {LevelWords.Of(set.Set.Level)}. {LibraryWords.Reason(set)}";

    private static KeyIdentifier KeyOf(JudgedToken token) => token.Item.Token!.KeyIdentifier;

    /// <summary>An organization, or that none is named.</summary>
    internal static Sentence NameOf(OrganizationIdentifier? organization) =>
        organization is null ? Sentence.Of($"nobody named") : $"{organization}";

    private static string ColourOf(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Marked => "green",
        VerdictOutcome.Invalid => "red",
        VerdictOutcome.NotMarked => "default",
        _ => "yellow",
    };

    internal static string Instant(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
