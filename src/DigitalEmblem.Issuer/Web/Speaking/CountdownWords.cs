using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>How long it still takes, in one unit.</summary>
internal static class CountdownWords
{
    private const int MinutesInWords = 120, HoursInWords = 48;

    /// <summary>The time that is left, rounded up.</summary>
    public static Sentence Left(TimeSpan left)
    {
        long minutes = Math.Max(1, (long)Math.Ceiling(left.TotalMinutes)), hours = (long)Math.Ceiling(left.TotalHours),
            days = (long)Math.Ceiling(left.TotalDays);
        return minutes <= MinutesInWords ? Sentence.Counting(minutes, $"That is in 1 minute.", $"That is in {minutes} minutes.")
            : hours <= HoursInWords ? Sentence.Counting(hours, $"That is in 1 hour.", $"That is in {hours} hours.")
            : Sentence.Counting(days, $"That is in 1 day.", $"That is in {days} days.");
    }
}
