namespace DigitalEmblem.Cli.Output;

/// <summary>Numbers with their words.</summary>
internal static class Counted
{
    public static Sentence Signatures(long number) => Sentence.Counting(number, $"{number} signature", $"{number} signatures");

    public static Sentence Warnings(long number) => Sentence.Counting(number, $"{number} warning", $"{number} warnings");

    public static Sentence Endorsements(long number) => Sentence.Counting(number, $"{number} endorsement", $"{number} endorsements");

    public static Sentence Emblems(long number) => Sentence.Counting(number, $"{number} emblem", $"{number} emblems");

    public static Sentence RequestsToAnAuthority(long number) =>
        Sentence.Counting(number, $"{number} request to an authority", $"{number} requests to an authority");

    public static Sentence FoldersRead(long number) => Sentence.Counting(number, $"{number} folder read", $"{number} folders read");

    public static Sentence DatabasesRead(long number) => Sentence.Counting(number, $"{number} database read", $"{number} databases read");

    public static Sentence ObjectsListed(long number) => Sentence.Counting(number, $"{number} object listed", $"{number} objects listed");

    /// <summary>A length of time to the second, in days and smaller: "365 days", "1 day 12 hours".</summary>
    public static Sentence Of(TimeSpan span)
    {
        (long days, int hours, int minutes, int seconds) = ((long)span.TotalDays, span.Hours, span.Minutes, span.Seconds);
        (long Number, Sentence Words)[] parts =
        [
            (days, Sentence.Counting(days, $"{days} day", $"{days} days")),
            (hours, Sentence.Counting(hours, $"{hours} hour", $"{hours} hours")),
            (minutes, Sentence.Counting(minutes, $"{minutes} minute", $"{minutes} minutes")),
            (seconds, Sentence.Counting(seconds, $"{seconds} second", $"{seconds} seconds")),
        ];
        return Sentences.Following(parts.Where(p => p.Number > 0).Select(p => p.Words));
    }
}
