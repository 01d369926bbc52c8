using System.Globalization;
using Spectre.Console;

namespace DigitalEmblem.Cli.Output;

/// <summary>What <c>emblem explain</c> prints: the summaries of signs, or every statement.</summary>
internal static class LawExplanation
{
    // Kinds that are shown without --for: they keep a reader of the summaries alone from reading more into a sign than it says.
    private static readonly LawStatementKind[] InShort =
        [LawStatementKind.NotSaid, LawStatementKind.Misuse, LawStatementKind.Settled, LawStatementKind.Open];

    /// <summary>Writes it.</summary>
    /// <param name="signs">The signs.</param>
    /// <param name="reader">
    /// The reader for whom every statement is put in order; null for the summaries alone, unless sources are asked for.
    /// </param>
    /// <param name="sources">Whether each statement is followed by its sources and status.</param>
    /// <param name="context">The process.</param>
    public static void Write(IReadOnlyList<LawSummary> signs, LawReader? reader, bool sources, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        bool every = reader is not null || sources;
        foreach (LawSummary sign in signs)
        {
            console.MarkupLine($"[bold]{sign.Name}[/]: {Terminal.Markup(LawSentences.Of(sign.Line))}");
            if (every)
            {
                WriteStatements(console, LawOrder.Of(LawTexts.StatementsOn(sign.Purpose), reader), sources);
            }
            else
            {
                console.Labelled($"  Effect", LawSentences.Of(sign.Effect));
                console.Labelled($"  Limits", LawSentences.Of(sign.Limits));
                console.Labelled($"  Articles", $"{sign.Sources}");
            }

            console.WriteLine();
        }

        console.Heading($"Whatever the sign");
        console.Indented(2, LawSentences.Of(LawTexts.Caveat));
        console.Indented(2, $"What is marked is a name and the services under it, not the machines behind its addresses.");
        console.Indented(2, $"That no emblem was found does not mean that no rule protects the asset.");
        WriteStatements(console, Chosen(LawTexts.OnAllSigns), sources);
        console.WriteLine();
        console.Heading($"Data and cyber operations");
        WriteStatements(console, Chosen(LawTexts.OnData), sources);
        console.WriteLine();
        Sentence? more = every
            ? null
            : Sentence.Of($"Every statement: --for commander|operator|issuer|lawyer; with its sources: --sources.");
        console.Line(Sentences.Following($"Law texts {LawTexts.Version}. Not legal advice.", more));

        IReadOnlyList<LawStatement> Chosen(IReadOnlyList<LawStatement> all) =>
            every ? LawOrder.Of(all, reader) : [.. all.Where(s => InShort.Contains(s.Kind) && s.Status != LawStatus.SeeTheTreaty)];
    }

    private static void WriteStatements(IAnsiConsole console, IReadOnlyList<LawStatement> statements, bool sources)
    {
        foreach (LawStatement statement in statements)
        {
            Sentence about = statement.Status == LawStatus.Disputed ? Word(LawStatus.Disputed) : Word(statement.Kind);
            Sentence title = statement.Regime is { } stated ? Sentence.Of($"{about} ({stated} protection):") : $"{about}:";
            Terminal.IndentedMarkup(
                console, 2, $"{Terminal.Styled("grey", title)} {Terminal.Markup(LawSentences.Of(statement, Speech.Language))}");
            if (sources)
            {
                WriteSources(console, statement);
            }
        }
    }

    private static void WriteSources(IAnsiConsole console, LawStatement statement)
    {
        console.Indented(
            6, $"{statement.Id}, {Word(statement.Status)}: {Sentence.List(statement.Sources, ListForm.Semicolons)}");
        foreach (LawComparison compared in statement.Compared ?? [])
        {
            LawReading reading = LawTexts.Readings[compared.Reading];
            string on = compared.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Sentence what = compared.Words is { } words
                ? Sentence.Of($"\"{words}\"")
                : $"no such rule (searched for: {compared.Searched})";
            console.Indented(6, $"{what}, {reading.What}, read {on}: {reading.Address}");
        }
    }

    private static Sentence Word(LawStatementKind kind) => kind switch
    {
        LawStatementKind.NotSaid => $"not said",
        LawStatementKind.FurtherSignals => $"further signals",
        LawStatementKind.LawMaking => $"law-making",
        LawStatementKind.Some => $"held by some",
        LawStatementKind.Authorised => $"authorised by",
        LawStatementKind.Covers => $"covers",
        LawStatementKind.Effect => $"effect",
        LawStatementKind.Limits => $"limits",
        LawStatementKind.Precautions => $"precautions",
        LawStatementKind.Regimes => $"regimes",
        LawStatementKind.Transport => $"transport",
        LawStatementKind.Rules => $"rules",
        LawStatementKind.Peacetime => $"peacetime",
        LawStatementKind.Conflict => $"conflict",
        LawStatementKind.Sign => $"sign",
        LawStatementKind.Numbering => $"numbering",
        LawStatementKind.Misuse => $"misuse",
        LawStatementKind.Crimes => $"crimes",
        LawStatementKind.Custom => $"custom",
        LawStatementKind.Settled => $"settled",
        LawStatementKind.Open => $"open",
        _ => $"{kind}",
    };

    private static Sentence Word(LawStatus status) => status switch
    {
        LawStatus.SeeTheTreaty => $"not compared, see the treaty",
        LawStatus.Absent => $"searched, no such rule",
        LawStatus.Compared => $"compared",
        _ => $"disputed",
    };
}
