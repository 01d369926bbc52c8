using System.Numerics;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>A validity read as longer than written lets an old emblem live on; one read as shorter takes a good one away.</summary>
public class ValidityTests
{
    private static readonly DateTimeOffset Start = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, 0, false)]
    [InlineData(0, 0, true)]
    [InlineData(3599, 0, true)]
    [InlineData(3600, 0, false)]
    [InlineData(-60, 60, true)]
    [InlineData(-61, 60, false)]
    [InlineData(3659, 60, true)]
    [InlineData(3660, 60, false)]
    public void Contains_AtTheEdges_StartIsInAndEndIsOut(int second, int skew, bool expected) =>
        Assert.Equal(expected, Validity.From(Start, TimeSpan.FromHours(1)).Contains(Start.AddSeconds(second), TimeSpan.FromSeconds(skew)));

    [Fact]
    public void From_FractionOfASecond_IsValidAtOnceAndWritesWholeSeconds()
    {
        Validity validity = Validity.From(Start.AddMilliseconds(900), TimeSpan.FromMilliseconds(1900));
        Assert.Equal(new Validity(Start, Start.AddSeconds(1)), validity);
        Assert.Throws<ArgumentOutOfRangeException>(() => Validity.From(Start, TimeSpan.FromMilliseconds(999)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Validity.From(Start, TimeSpan.MaxValue));
    }

    [Theory]
    [InlineData(24 * 3600, 600)]
    [InlineData(6000, 600)]
    [InlineData(5999, 599)]
    [InlineData(60, 6)]
    [InlineData(9, 0)]
    [InlineData(1, 0)]
    public void IssuedAt_AnyLifetime_BeginsBeforeForSlowClocksAndLastsNoLonger(int seconds, int before)
    {
        var lifetime = TimeSpan.FromSeconds(seconds);
        foreach (DateTimeOffset now in (DateTimeOffset[])[Start, Start.AddMilliseconds(50), Start.AddMilliseconds(999)])
        {
            Validity validity = Validity.IssuedAt(now, lifetime);
            Assert.Equal((Start.AddSeconds(-before), lifetime), (validity.NotBefore, validity.Lifetime));
            Assert.True(validity.Contains(now));
        }
    }

    [Fact]
    public void IssuedAt_LifetimeOfNothing_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Validity.IssuedAt(Start, TimeSpan.Zero));

    [Fact]
    public void ToNumericDates_Fractions_NeverMakeItLonger() =>
        Assert.Equal(
            (Start.ToUnixTimeSeconds() + 1, Start.ToUnixTimeSeconds() + 9),
            new Validity(Start.AddTicks(1), Start.AddSeconds(10).AddTicks(-1)).ToNumericDates());

    [Property(MaxTest = 2000)]
    public void FromNumericDate_AnyDouble_LosesLessThanATickToTheSafeSide(double seconds)
    {
        DateTimeOffset? start = Validity.FromNumericDate(seconds, roundUp: true), end = Validity.FromNumericDate(seconds, roundUp: false);
        if (start is null || end is null)
        {
            Assert.True(!double.IsFinite(seconds) || seconds is < -62_135_596_800 or >= 253_402_300_800 || start is null);
            return;
        }

        // Compared as exact fractions with denominator 2^1074.
        BigInteger exact = Exact(seconds) * TimeSpan.TicksPerSecond;
        BigInteger up = Scale((start.Value - DateTimeOffset.UnixEpoch).Ticks), down = Scale((end.Value - DateTimeOffset.UnixEpoch).Ticks);
        Assert.True(up >= exact && up - exact < Scale(1));
        Assert.True(down <= exact && exact - down < Scale(1));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e300)]
    [InlineData(-62135596801d)]
    [InlineData(253402300800d)]
    public void FromNumericDate_NoDate_IsNone(double seconds) => Assert.Null(Validity.FromNumericDate(seconds, roundUp: false));

    private static BigInteger Scale(long ticks) => new BigInteger(ticks) << 1074;

    private static BigInteger Exact(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52 & 0x7ff);
        BigInteger mantissa = (bits & 0xf_ffff_ffff_ffff) | (exponent == 0 ? 0 : 1L << 52);
        return (mantissa << (Math.Max(exponent, 1) - 1)) * Math.Sign(value);
    }
}
