using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>Constraints are how an authority limits what it vouches for. One that does not bite is a blank cheque.</summary>
public class EmblemConstraintsTests
{
    [Fact]
    public void Purposes_All31By31Pairs_TheEmblemsMustBeASubset()
    {
        for (int permitted = 1; permitted <= 31; permitted++)
        {
            for (int claimed = 1; claimed <= 31; claimed++)
            {
                var constraints = new EmblemConstraints { Purposes = (Purposes)permitted };
                Emblem emblem = TestTokens.Emblem() with { Purposes = (Purposes)claimed };
                bool subset = Enumerable.Range(0, 5).All(bit => (claimed >> bit & 1) == 0 || (permitted >> bit & 1) == 1);
                Assert.Equal(subset ? [] : ["prp"], constraints.ViolatedBy(emblem));
            }
        }
    }

    [Fact]
    public void Absent_PurposesAndChannels_SatisfyNoConstraintAndDemandNothing()
    {
        Emblem silent = TestTokens.Emblem() with { Purposes = null, Channels = null };
        Assert.Equal(["prp"], new EmblemConstraints { Purposes = Purposes.All }.ViolatedBy(silent));
        Assert.Equal(["dst"], new EmblemConstraints { Channels = ["dns"] }.ViolatedBy(silent));
        Assert.Empty(EmblemConstraints.None.ViolatedBy(silent));
    }

    [Theory]
    [InlineData("dns", true)]
    [InlineData("dns udp", true)]
    [InlineData("dns tls", false)]
    [InlineData("DNS", false)]
    public void Channels_OfTheEmblem_MustBeASubset(string channels, bool permitted)
    {
        Emblem emblem = TestTokens.Emblem() with { Channels = ValueList.From(channels.Split(' ')) };
        Assert.Equal(permitted, new EmblemConstraints { Channels = ["dns", "udp"] }.ViolatedBy(emblem).Count == 0);
    }

    [Theory]
    [InlineData("www.society.example", true)]
    [InlineData("www.society.example [2001:db8::7]", true)]
    [InlineData("www.society.example www.other.example", false)]
    [InlineData("[192.0.2.1]", false)]
    public void Assets_OfTheEmblem_MustEachBeCovered(string assets, bool permitted)
    {
        Emblem emblem = TestTokens.Emblem() with { Assets = ValueList.From(assets.Split(' ').Select(AssetIdentifier.Parse)) };
        var constraints = new EmblemConstraints
        {
            Assets = [AssetIdentifier.Parse("*.society.example"), AssetIdentifier.Parse("[2001:db8::/48]")]
        };
        Assert.Equal(permitted ? [] : ["assets"], constraints.ViolatedBy(emblem));
    }

    [Theory]
    [InlineData(3600, true)]
    [InlineData(3599, false)]
    public void Window_AtItsEdge_HoldsForEqual(int window, bool permitted)
    {
        Emblem emblem = TestTokens.Emblem() with { Validity = Validity.From(TestTokens.Now, TimeSpan.FromHours(1)) };
        Assert.Equal(permitted ? [] : ["wnd"], new EmblemConstraints { Window = TimeSpan.FromSeconds(window) }.ViolatedBy(emblem));
    }
}
