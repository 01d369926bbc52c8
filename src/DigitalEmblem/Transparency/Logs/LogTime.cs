namespace DigitalEmblem;

/// <summary>Logs count milliseconds since 1970 in 64 bits, which reach further than dates do.</summary>
internal static class LogTime
{
    private static readonly long MaxMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static DateTimeOffset FromMilliseconds(ulong milliseconds) => milliseconds <= (ulong)MaxMilliseconds
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)
        : throw new TokenFormatException("a time after the year 9999");
}
