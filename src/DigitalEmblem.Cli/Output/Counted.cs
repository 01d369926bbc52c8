using System.Globalization;

namespace DigitalEmblem.Cli.Output;

/// <summary>Numbers with their words.</summary>
internal static class Counted
{
    /// <summary>"1 item", "2 items".</summary>
    public static string Of(long number, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {word}{(number == 1 ? "" : "s")}");

    /// <summary>A length of time to the second, in days and smaller: "365 days", "1 day 12 hours".</summary>
    public static string Of(TimeSpan span)
    {
        (long Number, string Word)[] parts =
            [((long)span.TotalDays, "day"), (span.Hours, "hour"), (span.Minutes, "minute"), (span.Seconds, "second")];
        return string.Join(' ', parts.Where(p => p.Number > 0).Select(p => Of(p.Number, p.Word)));
    }
}
