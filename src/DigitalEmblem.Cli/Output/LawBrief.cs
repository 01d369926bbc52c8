using DigitalEmblem.Verifier;
using Spectre.Console;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// One page on a verdict for a person who was not there, and may decide by it: what was shown, by whom, what the sign means, where that
/// ends, and what was not checked.
/// </summary>
internal static class LawBrief
{
    private static readonly Sentence[] NoTokenShows =
    [
        $"Whether the asset is used for what the sign stands for, and by whom.",
        $"Whether there is an armed conflict, of which kind, and which treaties bind its parties.",
        $"Whether the emblem was withdrawn, or its keys were lost, after the instant above.",
        $"Which machines are behind the name: the sign marks the name and the services under it.",
    ];

    /// <summary>Writes it.</summary>
    /// <param name="verdict">The verdict, judged again.</param>
    /// <param name="file">The evidence file.</param>
    /// <param name="context">The process.</param>
    public static void Write(Verdict verdict, EvidenceFile file, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        console.Heading($"Brief on a digital emblem");
        Line(console, $"Judged as of {VerdictText.Instant(verdict.At)}, from an evidence file that was verified again. "
            + $"Law texts {LawTexts.Version}. Not legal advice.");
        Heading(console, $"What was shown");
        Line(console, LibraryWords.Of(verdict));
        WriteShown(console, verdict);
        Heading(console, $"By whom");
        Line(console, verdict.Issuer is { } issuer ? Sentence.Of($"Issuer: {issuer}") : $"No issuer is shown.");
        Line(
            console,
            verdict.EndorsedBy.Count > 0
                ? Sentence.Of($"Endorsed by: {verdict.EndorsedBy}")
                : $"No endorsement by another organization is shown.");
        if (verdict.TrustedAuthorities.Count > 0)
        {
            Line(console, $"{Sentence.Of($"You trust")}: {verdict.TrustedAuthorities}");
        }

        foreach (JudgedCommitment commitment in verdict.Commitments)
        {
            Line(console, $"{commitment.Organization} is committed to its key: {Known(commitment.Evidence.Outcome)}.");
        }

        WriteLaw(console, verdict.Law);
        Heading(console, $"What was not checked");
        foreach (Sentence open in verdict.Assumptions.Select(HandedWords.Text)
            .Concat(verdict.Findings.Where(Matters).Select(LibraryWords.Of))
            .Concat(NoTokenShows))
        {
            Line(console, $"- {open}");
        }

        Line(console, LawSentences.Of(LawTexts.Caveat));
        Line(console, file.Producer.Length > 0
            ? Sentence.Of($"The evidence file says that it was made by {file.Producer}.")
            : $"The evidence file says that it was made by no named program.");
        console.WriteLine();
    }

    private static void WriteShown(IAnsiConsole console, Verdict verdict)
    {
        if (verdict.Asset is { } asset)
        {
            Line(console, $"Asked for: {asset}");
        }

        if (verdict.Assets.Count > 0)
        {
            Line(console, $"Assets: {Sentence.List(verdict.Assets.Select(a => Printable.Text(a.ToString())))}");
        }

        if (verdict.Law.Count > 0)
        {
            Line(console, $"Purposes: {Sentence.List(verdict.Law.Select(s => s.Name))}");
        }

        if (verdict is { ValidFrom: { } from, ValidUntil: { } until })
        {
            Line(console, $"Valid: {VerdictText.Instant(from)} to {VerdictText.Instant(until)}");
        }
    }

    private static void WriteLaw(IAnsiConsole console, IReadOnlyList<LawSummary> law)
    {
        if (law.Count == 0)
        {
            return;
        }

        Heading(console, $"What the sign means");
        foreach (LawSummary sign in law)
        {
            Line(console, $"{sign.Name}: {LawSentences.Of(sign.Line)}");
            Line(console, LawSentences.Of(sign.Effect));
        }

        Heading(console, $"Its limits");
        foreach (LawSummary sign in law)
        {
            Line(console, $"{sign.Name}: {LawSentences.Of(sign.Limits)} ({sign.Sources})");
        }
    }

    private static bool Matters(Finding finding) => finding.Severity != FindingSeverity.Note;

    private static Sentence Known(CommitmentOutcome outcome) => outcome switch
    {
        CommitmentOutcome.Proven => $"proven, by a certificate that is publicly logged",
        CommitmentOutcome.Assumed => $"assumed, not checked",
        CommitmentOutcome.Refuted => $"refuted",
        _ => $"not known",
    };

    private static void Heading(IAnsiConsole console, Sentence text)
    {
        console.WriteLine();
        console.Heading(text);
    }

    private static void Line(IAnsiConsole console, Sentence text) => console.Indented(2, text);
}
