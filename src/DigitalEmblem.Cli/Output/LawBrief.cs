using DigitalEmblem.Verifier;
using Spectre.Console;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// One page on a verdict for a person who was not there, and may decide by it: what was shown, by whom, what the sign means, where that
/// ends, and what was not checked.
/// </summary>
internal static class LawBrief
{
    private static readonly string[] NoTokenShows =
    [
        "Whether the asset is used for what the sign stands for, and by whom.",
        "Whether there is an armed conflict, of which kind, and which treaties bind its parties.",
        "Whether the emblem was withdrawn, or its keys were lost, after the instant above.",
        "Which machines are behind the name: the sign marks the name and the services under it.",
    ];

    /// <summary>Writes it.</summary>
    /// <param name="verdict">The verdict, judged again.</param>
    /// <param name="file">The evidence file.</param>
    /// <param name="context">The process.</param>
    public static void Write(Verdict verdict, EvidenceFile file, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        console.MarkupLine("[bold]Brief on a digital emblem[/]");
        Line(console, $"Judged as of {VerdictText.Instant(verdict.At)}, from an evidence file that was verified again. "
            + $"Law texts {LawTexts.Version}. Not legal advice.");
        Heading(console, "What was shown");
        Line(console, verdict.ToString());
        Fact(console, "Asked for", verdict.Asset?.ToString());
        Fact(console, "Assets", Joined(verdict.Assets.Select(a => Printable.Text(a.ToString()))));
        Fact(console, "Purposes", Joined(verdict.Law.Select(s => s.Name)));
        Fact(
            console,
            "Valid",
            verdict is { ValidFrom: { } from, ValidUntil: { } until }
                ? $"{VerdictText.Instant(from)} to {VerdictText.Instant(until)}"
                : null);
        Heading(console, "By whom");
        Line(console, verdict.Issuer is { } issuer ? $"Issuer: {issuer}" : "No issuer is shown.");
        Line(
            console,
            verdict.EndorsedBy.Count > 0 ? $"Endorsed by: {verdict.EndorsedBy}" : "No endorsement by another organization is shown.");
        foreach (JudgedCommitment commitment in verdict.Commitments)
        {
            Line(console, $"{commitment.Organization} is committed to its key: {Known(commitment.Evidence.Outcome)}.");
        }

        if (verdict.Law.Count > 0)
        {
            Heading(console, "What the sign means");
            foreach (LawSummary sign in verdict.Law)
            {
                Line(console, $"{sign.Name}: {sign.Line}");
                Line(console, sign.Effect);
            }

            Heading(console, "Its limits");
            foreach (LawSummary sign in verdict.Law)
            {
                Line(console, $"{sign.Name}: {sign.Limits} ({sign.Sources})");
            }
        }

        Heading(console, "What was not checked");
        foreach (string open in verdict.Assumptions.Concat(verdict.Findings.Where(Matters).Select(f => f.Message)).Concat(NoTokenShows))
        {
            Line(console, $"- {open}");
        }

        Line(console, LawTexts.Caveat);
        Line(console, $"The evidence file says that it was made by {(file.Producer.Length > 0 ? file.Producer : "no named program")}.");
        console.WriteLine();
    }

    private static bool Matters(Finding finding) => finding.Severity != FindingSeverity.Note;

    private static string Known(CommitmentOutcome outcome) => outcome switch
    {
        CommitmentOutcome.Proven => "proven, by a certificate that is publicly logged",
        CommitmentOutcome.Assumed => "assumed, not checked",
        CommitmentOutcome.Refuted => "refuted",
        _ => "not known",
    };

    private static string? Joined(IEnumerable<string> texts) => string.Join(", ", texts) is { Length: > 0 } joined ? joined : null;

    private static void Heading(IAnsiConsole console, string text)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{text}[/]");
    }

    private static void Fact(IAnsiConsole console, string name, string? value)
    {
        if (value is not null)
        {
            Line(console, $"{name}: {value}");
        }
    }

    private static void Line(IAnsiConsole console, string text) => Terminal.Indented(console, 2, Terminal.SafeAll(text));
}
