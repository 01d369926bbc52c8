using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>
/// How long an answer may be kept. If this fails, an emblem that was withdrawn, or an answer that should not be kept at all, lives on in
/// caches.
/// </summary>
public sealed class TimeToLiveTests
{
    /// <summary>The shortest of the records and of the aliases before them; one with the highest bit set is none (RFC 2181, 8).</summary>
    [Theory]
    [InlineData(60u, 60u, 60)]
    [InlineData(60u, 10u, 10)]
    [InlineData(10u, 60u, 10)]
    [InlineData(0u, 60u, 0)]
    [InlineData(0x7fffffffu, 0x7fffffffu, 0x7fffffff)]
    [InlineData(0x80000000u, 60u, 0)]
    [InlineData(60u, 0xffffffffu, 0)]
    public async Task LookUp_TimesToLive_TheShortestCountsAndNoneIsOver68Years(uint ofRecord, uint ofAlias, int expected)
    {
        foreach (bool inOneAnswer in (bool[])[true, false])
        {
            foreach (Way way in (Way[])[Way.Udp, Way.ScanTcp, Way.DnsClient])
            {
                await using var scene = new LookupScene(
                    way,
                    (q, _) =>
                    {
                        bool atEnd = DnsWire.ReadQuestion(q)!.Value.Name == "www.cdn.example";
                        Rr alias = Rr.Alias("www.society.example", "www.cdn.example") with { Ttl = ofAlias };
                        var record = new Rr(DnsMessage.Name("www.cdn.example"), DnsType.Txt, [1, (byte)'a'], Ttl: ofRecord);
                        return new DnsMessage { Answer = atEnd ? [record] : inOneAnswer ? [alias, record] : [alias] }.To(q);
                    },
                    LookupScene.AnswerComes);
                LookupAnswer answer = await scene.Lookup.LookUpAsync(Published.Host, DnsType.Txt);
                Assert.Equal((LookupOutcome.Found, TimeSpan.FromSeconds(expected)), (answer.Outcome, answer.TimeToLive!.Value));
                Assert.Equal("www.cdn.example", answer.CanonicalName);
            }
        }
    }

    /// <summary>Resolvers that must agree: what one of them says is not kept for longer than another says.</summary>
    [Fact]
    public async Task LookUp_ResolversThatAgree_TheShortestTimeOfAllCounts()
    {
        byte[] Answer(byte[] query, uint ttl) => new DnsMessage { Answer = [Rr.Txt("a") with { Ttl = ttl }] }.To(query);
        using var one = new LoopbackServer((q, _) => Answer(q, 86_400));
        using var other = new LoopbackServer((q, _) => Answer(q, 10));
        await using var exchange = new DnsExchange(
            LookupScene.Options(Way.Udp, LookupScene.AnswerComes, one.Server, other.Server) with { AskAll = true });
        Assert.Equal(TimeSpan.FromSeconds(10), (await exchange.LookUpAsync(Published.Host, DnsType.Txt)).TimeToLive);
    }

    /// <summary>What has no time to live is asked for each time.</summary>
    [Theory]
    [InlineData(0u)]
    [InlineData(0x80000000u)]
    public async Task CachedLookup_NoTimeToLive_IsNotKept(uint ttl)
    {
        await using var scene = new LookupScene(
            Way.Udp, (q, _) => new DnsMessage { Answer = [Rr.Txt("a") with { Ttl = ttl }] }.To(q), LookupScene.AnswerComes);
        using var cache = new EmblemCache(null, TimeProvider.System);
        var cached = new CachedLookup(scene.Lookup, "a test", cache);
        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal(LookupOutcome.Found, (await cached.LookUpAsync(Published.Host, DnsType.Txt)).Outcome);
            Assert.Equal(i, scene.Server.Packets);
        }
    }
}
