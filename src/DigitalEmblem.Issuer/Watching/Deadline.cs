namespace DigitalEmblem.Issuer.Watching;

/// <summary>When an end that comes nearer is worth telling.</summary>
internal static class Deadline
{
    private static readonly int[] Days = [1, 7, 30];

    /// <summary>
    /// The step that an end has come to: 30, 7 or 1 days, or 0 when it is there; null if it is far. A step longer than half of the whole
    /// life is none: it would tell of everything that is new.
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

    /// <summary>What is left, for a person.</summary>
    public static string InWords(DateTimeOffset end, DateTimeOffset now)
    {
        TimeSpan left = end - now;
        return left <= TimeSpan.Zero ? $"ended at {end:yyyy-MM-dd HH:mm}Z"
            : left < TimeSpan.FromHours(48) ? $"ends in {left.TotalHours:0} hours, at {end:yyyy-MM-dd HH:mm}Z"
            : $"ends in {left.TotalDays:0} days, on {end:yyyy-MM-dd}";
    }
}
