using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Reporting;

namespace DigitalEmblem.Issuer.Commands;

/// <summary><c>issuer report</c>: what was done in a span of time, in numbers.</summary>
internal static class ReportCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    // As long as alerts are kept by default.
    private static readonly TimeSpan Usual = TimeSpan.FromDays(365);

    public static Command Create()
    {
        Option<DateTimeOffset?> from = InstantOption.Create("--from", "The beginning; without this, a year before the end.");
        Option<DateTimeOffset?> to = InstantOption.Create("--to", "The end, which is not part of it; without this, now.");
        var json = new Option<bool>("--json") { Description = "Print it as JSON." };
        Command command = new Command(
            "report",
            "Prints what was done in a span of time in numbers, to give account by: no names, no people. Numbers of acts that could be "
                + "known to be a certain person's are not told below three, and the span is four weeks at least. Reads the database.")
        {
            from,
            to,
            json,
        }
            .WithSettings();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DateTimeOffset end = parsed.GetValue(to) ?? TimeProvider.System.GetUtcNow(), begin = parsed.GetValue(from) ?? end - Usual;
            if (end - begin < FindReport.Shortest)
            {
                throw new SettingsException(
                    [$"From {begin:u} to {end:u} are fewer than {FindReport.Shortest.TotalDays} days: a number of so short a span could "
                        + "point at a person. Name a longer one (--from, --to); the journal has each act, for those who may read it."]);
            }

            IssuerStore store = await parsed.StoreAsync(cancellationToken);
            ServiceReport report = await new FindReport(store, TimeProvider.System).RunAsync(begin, end, cancellationToken);
            if (parsed.GetValue(json))
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, Json));
                return ExitCode.Done;
            }

            foreach (string line in Lines(report))
            {
                await Console.Out.WriteLineAsync(line);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<string> Lines(ServiceReport report)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"From {report.From:u} to {report.To:u}");
        yield return $"Names now: {Counts(report.Names)}";
        yield return $"Data now: {Counts(report.Data)}";
        yield return $"Marked now for: {(report.MarkedFor.Count == 0 ? "nothing" : Counts(report.MarkedFor))}";
        foreach (MonthReport month in report.Months)
        {
            yield return $"{month.Month}: {month.Marked} marked, {month.Withdrawn} withdrawn";
        }

        yield return $"Withdrawals of names: {report.Withdrawals.Removed} removed from the DNS, {report.Withdrawals.NotRemoved} not "
            + "removed or not there";
        yield return $"From the decision until the name servers showed nothing: median {Span(report.Withdrawals.MedianSeconds)}, 95 of 100 "
            + $"within {Span(report.Withdrawals.Percentile95Seconds)}";
        yield return $"Endorsements of others: {report.EndorsementsGiven} given, {report.EndorsementsEnded} ended";
        yield return $"Alerts: {Told(report.Alerts)}";
        yield return $"People by role now: {Counts(report.PeopleByRole)}";
        yield return $"By a second person: {Told(report.FourEyes)}";
    }

    private static string Counts(IReadOnlyDictionary<string, int> counts) =>
        string.Join(", ", counts.Select(c => $"{c.Key} {c.Value.ToString(CultureInfo.InvariantCulture)}"));

    private static string Told(IReadOnlyDictionary<string, FewOrMore> counts) =>
        counts.Values.All(c => c.Count == 0) ? "none" : string.Join(", ", counts.Where(c => c.Value.Count > 0).Select(c => $"{c.Key} "
            + $"{c.Value}"));

    private static string Span(double? seconds) => seconds switch
    {
        null => "none",
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };
}
