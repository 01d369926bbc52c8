using System.Net;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// Failed sign-ins by password. When these fail, a stranger guesses without end, or keeps everyone of a network out for good.
/// </summary>
public sealed class SlowDownTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");

    private readonly SettableClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly SlowDown _slow;

    public SlowDownTests() => _slow = new SlowDown(_clock);

    [Fact]
    public void TriesAllAtOnce_AreSlowedLikeThoseOneAfterTheOther()
    {
        int looked = Enumerable.Range(0, 100).Count(_ => _slow.Begin("anna", Here) is null);
        Assert.Equal(SlowDown.Free, looked);
    }

    [Fact]
    public void WaitDoubles_UpToTheLongest_AndIsForgottenAfterAnHour()
    {
        TimeSpan last = TimeSpan.Zero;
        for (int i = 0; i < 30; i++)
        {
            while (_slow.Begin("anna", Here) is { } wait)
            {
                Assert.InRange(wait, last, SlowDown.Longest);
                last = wait;
                _clock.Now += wait;
            }
        }

        Assert.Equal(SlowDown.Longest, last);
        _clock.Now += TimeSpan.FromHours(1);
        Assert.Null(_slow.Begin("anna", Here));
    }

    [Fact]
    public void PeopleWhoGetIn_DoNotSlowTheirNetworkDown()
    {
        for (int i = 0; i < 500; i++)
        {
            Assert.Null(_slow.Begin($"person{i}", Here));
            _slow.Succeeded($"person{i}", Here);
        }
    }

    [Fact]
    public void ManyHandles_OfOneNetwork_AreSlowed_AndOtherNetworksAreNot()
    {
        Assert.True(Enumerable.Range(0, 500).Count(i => _slow.Begin($"guess{i}", IPAddress.Parse($"2001:db8::{i:x}")) is null) < 50);
        Assert.Null(_slow.Begin("anna", IPAddress.Parse("2001:db8:0:1::1")));
    }

    [Fact]
    public void LetterCase_DoesNotMakeAnotherHandle()
    {
        int looked = Enumerable.Range(0, 20)
            .Count(i => _slow.Begin(i % 2 == 0 ? "anna" : "ANNA", IPAddress.Parse($"198.51.100.{i}")) is null);
        Assert.Equal(SlowDown.Free, looked);
    }
}
