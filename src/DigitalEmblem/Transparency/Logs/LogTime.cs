namespace DigitalEmblem;

/// <summary>Logs count milliseconds since 1970 in 64 bits, which reach further than dates do.</summary>
internal static class LogTime
{
    private static readonly long MaxMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Whether a date reaches that far.</summary>
    public static bool Exists(ulong milliseconds) => milliseconds <= (ulong)MaxMilliseconds;

    public static DateTimeOffset FromMilliseconds(ulong milliseconds) => Exists(milliseconds)
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
        : throw new TokenFormatException("a time after the year 9999");
}
