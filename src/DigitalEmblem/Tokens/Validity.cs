using System.Numerics;

namespace DigitalEmblem;

/// <summary>
/// When a token is valid: <c>nbf &lt;= now &lt; exp</c> (core-02, claims; RFC 8392, 3.1). Instants are UTC, years 1 to 9999.
/// </summary>
/// <remarks>The default value is the empty span at year 1: valid never.</remarks>
public readonly record struct Validity
{
    private const long MinSeconds = -62_135_596_800;
    private const long MaxSeconds = 253_402_300_799;

    private static readonly TimeSpan ForSlowClocks = TimeSpan.FromMinutes(10);

    /// <summary>Takes two instants as they are.</summary>
    /// <param name="notBefore">The first instant of validity.</param>
    /// <param name="expires">The first instant after it.</param>
    public Validity(DateTimeOffset notBefore, DateTimeOffset expires)
    {
        NotBefore = notBefore.ToUniversalTime();
        Expires = expires.ToUniversalTime();
    }

    /// <summary>The first instant at which the token is valid.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>The first instant at which it no longer is.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>The length of the span; zero or negative if the token is never valid.</summary>
    public TimeSpan Lifetime => Expires - NotBefore;

    /// <summary>
    /// A validity that starts at <paramref name="start"/> (its whole second, so that it is valid at once) and lasts
    /// <paramref name="lifetime"/>.
    /// </summary>
    /// <param name="start">The instant it starts.</param>
    /// <param name="lifetime">At least one second; fractions of a second are cut off.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is shorter than a second, or ends after the year 9999.</exception>
    public static Validity From(DateTimeOffset start, TimeSpan lifetime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lifetime, TimeSpan.FromSeconds(1));
        long first = start.ToUnixTimeSeconds();
        long last = first + (lifetime.Ticks / TimeSpan.TicksPerSecond);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, MaxSeconds, nameof(lifetime));
        return new Validity(DateTimeOffset.FromUnixTimeSeconds(first), DateTimeOffset.FromUnixTimeSeconds(last));
    }

    /// <summary>
    /// The validity of a token that is issued at <paramref name="now"/>: it starts ten minutes before, or a tenth of the lifetime if that
    /// is less, so that a validator whose clock is a little slow accepts it at once (decisions.md, 33). The whole of it is as long as
    /// <paramref name="lifetime"/>, so that limits on it hold.
    /// </summary>
    /// <param name="now">The time of issue; to be stated as <see cref="EmblemToken.IssuedAt"/>.</param>
    /// <param name="lifetime">At least one second; fractions of a second are cut off.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is shorter than a second, or ends after the year 9999.</exception>
    public static Validity IssuedAt(DateTimeOffset now, TimeSpan lifetime)
    {
        TimeSpan margin = lifetime / 10 < ForSlowClocks ? lifetime / 10 : ForSlowClocks;
        return From(now - TimeSpan.FromSeconds(Math.Floor(margin.TotalSeconds)), lifetime);
    }

    /// <summary>
    /// Whether the token is valid at <paramref name="instant"/>, allowing for clocks that differ by up to <paramref name="skew"/>.
    /// </summary>
    /// <param name="instant">The instant of judgement.</param>
    /// <param name="skew">Zero or more; each end is moved outwards by it.</param>
    public bool Contains(DateTimeOffset instant, TimeSpan skew = default) => !IsBefore(instant, skew) && !IsAfter(instant, skew);

    /// <summary>Whether the token is not valid yet at <paramref name="instant"/>.</summary>
    /// <param name="instant">The instant of judgement.</param>
    /// <param name="skew">Zero or more.</param>
    public bool IsBefore(DateTimeOffset instant, TimeSpan skew = default) => NotBefore - instant > skew;

    /// <summary>Whether the token has expired at <paramref name="instant"/>.</summary>
    /// <param name="instant">The instant of judgement.</param>
    /// <param name="skew">Zero or more.</param>
    public bool IsAfter(DateTimeOffset instant, TimeSpan skew = default) => instant - Expires >= skew;

    /// <summary>The span in UTC, ISO 8601.</summary>
    public override string ToString() => $"{NotBefore:yyyy-MM-ddTHH:mm:ssZ}/{Expires:yyyy-MM-ddTHH:mm:ssZ}";

    internal static DateTimeOffset? FromNumericDate(long seconds) =>
        seconds is < MinSeconds or > MaxSeconds ? null : DateTimeOffset.FromUnixTimeSeconds(seconds);

    /// <summary>
    /// A fraction of a tick goes up or down as asked, so that a validity is never read as longer than written
    /// (decisions.md, 4). Null outside the years 1 to 9999.
    /// </summary>
    internal static DateTimeOffset? FromNumericDate(double seconds, bool roundUp)
    {
        if (!double.IsFinite(seconds) || seconds < MinSeconds || seconds >= MaxSeconds + 1)
        {
            return null;
        }

        // BigInteger keeps this exact: a double is a 53-bit integer times a power of two, and multiplying it by 10^7 as a double would
        // round.
        long bits = BitConverter.DoubleToInt64Bits(seconds);
        int exponent = (int)(bits >> 52 & 0x7ff);
        BigInteger mantissa = (bits & 0xf_ffff_ffff_ffff) | (exponent == 0 ? 0 : 1L << 52);
        BigInteger scaled = mantissa * TimeSpan.TicksPerSecond * (bits < 0 ? -1 : 1);
        int shift = 1075 - Math.Max(exponent, 1);
        BigInteger down = shift > 0 ? scaled >> shift : scaled << -shift;
        bool exact = shift <= 0 || (down << shift) == scaled;
        long ticks = (long)down + (roundUp && !exact ? 1 : 0);
        long sinceYearOne = DateTimeOffset.UnixEpoch.Ticks + ticks;
        return sinceYearOne < 0 || sinceYearOne > DateTimeOffset.MaxValue.Ticks ? null : new DateTimeOffset(sinceYearOne, TimeSpan.Zero);
    }

    /// <summary>Whole seconds for writing, never a longer validity than this one: the start goes up, the end down.</summary>
    internal (long NotBefore, long Expires) ToNumericDates()
    {
        long start = NotBefore.ToUnixTimeSeconds();
        return (NotBefore > DateTimeOffset.FromUnixTimeSeconds(start) ? start + 1 : start, Expires.ToUnixTimeSeconds());
    }
}
