using Xunit;

namespace DigitalEmblem.Tests.Encodings;

/// <summary>Lengths of time in settings. If one fails, an emblem is accepted for a month where its operator wrote a day.</summary>
public class SpanTextTests
{
    [Theory]
    [InlineData("23:59:59", 86399)]
    [InlineData("1.00:00:00", 86400)]
    [InlineData("7.12:30:00", 649800)]
    [InlineData("00:01", 60)]
    [InlineData("0:0:5", 5)]
    [InlineData("-00:00:05", -5)]
    public void TryParse_LengthOfTime_IsWhatItSays(string text, int seconds)
    {
        Assert.True(SpanText.TryParse(text, out TimeSpan span));
        Assert.Equal(TimeSpan.FromSeconds(seconds), span);
    }

    /// <summary>.NET takes 24:00:00 for 24 days, and 15 for as many days.</summary>
    [Theory]
    [InlineData("24:00:00")]
    [InlineData("30:00:00")]
    [InlineData("15")]
    [InlineData("1:02:03:04")]
    [InlineData("00:60:00")]
    [InlineData("00:00:60")]
    [InlineData("")]
    [InlineData("24h")]
    [InlineData("99999999999.00:00:00")]
    public void TryParse_WhatCanBeReadInTwoWays_IsRefused(string text) => Assert.False(SpanText.TryParse(text, out _));
}
