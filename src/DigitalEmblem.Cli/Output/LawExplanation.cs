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
            console.MarkupLine($"[bold]{sign.Name}[/]: {Terminal.SafeAll(sign.Line)}");
            if (every)
            {
                WriteStatements(console, LawOrder.Of(LawTexts.StatementsOn(sign.Purpose), reader), sources);
            }
            else
            {
                Terminal.Labelled(console, "  Effect", Terminal.SafeAll(sign.Effect));
                Terminal.Labelled(console, "  Limits", Terminal.SafeAll(sign.Limits));
                Terminal.Labelled(console, "  Articles", Terminal.SafeAll(sign.Sources));
            }

            console.WriteLine();
        }

        console.MarkupLine("[bold]Whatever the sign[/]");
        Terminal.Indented(console, 2, Terminal.SafeAll(LawTexts.Caveat));
        Terminal.Indented(console, 2, "What is marked is a name and the services under it, not the machines behind its addresses.");
        Terminal.Indented(console, 2, "That no emblem was found does not mean that no rule protects the asset.");
        WriteStatements(console, Chosen(LawTexts.OnAllSigns), sources);
        console.WriteLine();
        console.MarkupLine("[bold]Data and cyber operations[/]");
        WriteStatements(console, Chosen(LawTexts.OnData), sources);
        console.WriteLine();
        string more = every ? "" : " Every statement: --for commander|operator|issuer|lawyer; with its sources: --sources.";
        console.MarkupLine(Terminal.SafeAll($"Law texts {LawTexts.Version}. Not legal advice.{more}"));

        IReadOnlyList<LawStatement> Chosen(IReadOnlyList<LawStatement> all) =>
            every ? LawOrder.Of(all, reader) : [.. all.Where(s => InShort.Contains(s.Kind) && s.Status != LawStatus.SeeTheTreaty)];
    }

    private static void WriteStatements(IAnsiConsole console, IReadOnlyList<LawStatement> statements, bool sources)
    {
        foreach (LawStatement statement in statements)
        {
            string regime = statement.Regime is { } stated ? $" ({stated} protection)" : "";
            string about = statement.Status == LawStatus.Disputed ? Word(LawStatus.Disputed) : Word(statement.Kind);
            Terminal.Indented(console, 2, $"[grey]{about}{regime}:[/] {Terminal.SafeAll(statement.Text)}");
            if (sources)
            {
                WriteSources(console, statement);
            }
        }
    }

    private static void WriteSources(IAnsiConsole console, LawStatement statement)
    {
        Terminal.Indented(
            console,
            6,
            Terminal.SafeAll($"{statement.Id}, {Word(statement.Status)}: {string.Join("; ", statement.Sources)}"));
        foreach (LawComparison compared in statement.Compared ?? [])
        {
            string what = compared.Words is { } words ? $"\"{words}\"" : $"no such rule (searched for: {compared.Searched})";
            LawReading reading = LawTexts.Readings[compared.Reading];
            Terminal.Indented(console, 6, Terminal.SafeAll($"{what}, {reading.What}, read {compared.On:yyyy-MM-dd}: {reading.Address}"));
        }
    }

    private static string Word(LawStatementKind kind) => kind switch
    {
        LawStatementKind.NotSaid => "not said",
        LawStatementKind.FurtherSignals => "further signals",
        LawStatementKind.LawMaking => "law-making",
        LawStatementKind.Some => "held by some",
        LawStatementKind.Authorised => "authorised by",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string Word(LawStatus status) => status switch
    {
        LawStatus.SeeTheTreaty => "not compared, see the treaty",
        LawStatus.Absent => "searched, no such rule",
        _ => status.ToString().ToLowerInvariant(),
    };
}
