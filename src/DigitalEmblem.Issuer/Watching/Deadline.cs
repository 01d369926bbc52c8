using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Decides when to alert people about an approaching end.</summary>
internal static class Deadline
{
    private static readonly int[] Days = [1, 7, 30];

    /// <summary>
    /// The step that an end has reached: 30, 7 or 1 days, or 0 at the end; null before these. A step longer than half of the whole life
    /// does not count, because it would raise an alert for everything new.
    /// </summary>
    public static int? StepAt(DateTimeOffset end, TimeSpan life, DateTimeOffset now)
    {
        TimeSpan left = end - now;
        if (left <= TimeSpan.Zero)
        {
            return 0;
        }

        foreach (int days in Days)
        {
            if (left <= TimeSpan.FromDays(days) && TimeSpan.FromDays(days) <= life / 2)
            {
                return days;
            }
        }

        return null;
    }

    /// <summary>The time that is left, for a person.</summary>
    public static Sentence InWords(DateTimeOffset end, DateTimeOffset now)
    {
        TimeSpan left = end - now;
        return left <= TimeSpan.Zero ? Sentence.Of($"ended at {end:yyyy-MM-dd HH:mm}Z")
            : left < TimeSpan.FromHours(48)
                ? Sentence.Counting(
                    (long)Math.Round(left.TotalHours), $"ends in {left.TotalHours:0} hours, at {end:yyyy-MM-dd HH:mm}Z")
                : Sentence.Counting((long)Math.Round(left.TotalDays), $"ends in {left.TotalDays:0} days, on {end:yyyy-MM-dd}");
    }
}
