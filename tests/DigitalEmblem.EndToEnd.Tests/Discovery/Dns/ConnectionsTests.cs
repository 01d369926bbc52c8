using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>Servers close connections, fall silent, and change letters. If this fails, names are lost for it, or a scan waits for a dead
/// server once for each name.</summary>
public sealed class ConnectionsTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    /// <summary>A server that closes after each answer, without saying so, or resets the connection; and many questions at once.</summary>
    [Theory]
    [InlineData((int)Speaks.Tcp, false, false)]
    [InlineData((int)Speaks.Tcp, true, false)]
    [InlineData((int)Speaks.Tcp, false, true)]
    [InlineData((int)Speaks.Tcp, true, true)]
    [InlineData((int)Speaks.Tls, false, false)]
    [InlineData((int)Speaks.Tls, true, false)]
    [InlineData((int)Speaks.Tls, false, true)]
    [InlineData((int)Speaks.Tls, true, true)]
    [InlineData((int)Speaks.Https, false, false)]
    [InlineData((int)Speaks.Https, true, false)]
    [InlineData((int)Speaks.Https, false, true)]
    [InlineData((int)Speaks.Https, true, true)]
    public async Task Check_ServerClosesAfterEachAnswer_NoneIsLost(int speaks, bool bulk, bool resets)
    {
        using var server = new LoopbackServer((q, _) => LookupScene.Good(q), (Speaks)speaks) { AnswersPerConnection = 1, Resets = resets };
        await using var exchange = new DnsExchange(
            LookupScene.Options(bulk ? Way.ScanTcp : Way.Tcp, LookupScene.AnswerComes, server.Server) with { Rounds = 1 });
        for (int i = 0; i < 3; i++)
        {
            Verdict[] verdicts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => LookupScene.CheckAsync(exchange)));
            Assert.All(verdicts, v => Assert.True(v.Outcome == VerdictOutcome.Marked, LookupScene.Said(v)));
        }
    }

    /// <summary>Connections that lie idle are closed by the server; the next question goes over a new one.</summary>
    [Theory]
    [InlineData((int)Speaks.Tcp, false)]
    [InlineData((int)Speaks.Tls, false)]
    [InlineData((int)Speaks.Tls, true)]
    [InlineData((int)Speaks.Https, false)]
    [InlineData((int)Speaks.Https, true)]
    public async Task Check_IdleConnectionsClosed_NoneIsLost(int speaks, bool bulk)
    {
        using var server = new LoopbackServer((q, _) => LookupScene.Good(q), (Speaks)speaks);
        await using var exchange = new DnsExchange(
            LookupScene.Options(bulk ? Way.ScanTcp : Way.Tcp, LookupScene.AnswerComes, server.Server) with { Rounds = 1 });
        for (int i = 0; i < 4; i++)
        {
            Verdict[] verdicts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => LookupScene.CheckAsync(exchange)));
            Assert.All(verdicts, v => Assert.True(v.Outcome == VerdictOutcome.Marked, LookupScene.Said(v)));
            server.CloseConnections();
        }
    }

    /// <summary>A server that takes connections and gives no answer is given up, and said to be so.</summary>
    [Theory]
    [InlineData((int)Speaks.Tls)]
    [InlineData((int)Speaks.Https)]
    public async Task Check_ServerClosesWithoutAnAnswer_IsGivenUp(int speaks)
    {
        using var server = new LoopbackServer((q, _) => LookupScene.Good(q), (Speaks)speaks) { AnswersPerConnection = 0 };
        await using var exchange = new DnsExchange(LookupScene.Options(Way.Tcp, LookupScene.AnswerComes, server.Server));
        Verdict verdict = await LookupScene.CheckAsync(exchange);
        Assert.Equal(VerdictOutcome.Indeterminate, verdict.Outcome);
        Assert.InRange(server.Connections, 1, 40);
    }

    /// <summary>The first of two servers is silent, as in many a resolv.conf: it is asked by the questions that are under way at once, and
    /// then by one in a while.</summary>
    [Theory]
    [InlineData(Way.Udp)]
    [InlineData(Way.Tcp)]
    [InlineData(Way.ScanUdp)]
    [InlineData(Way.ScanTcp)]
    public async Task Scan_FirstServerSilent_IsAskedLast(Way way)
    {
        const int Names = 300;
        using var silent = new LoopbackServer((_, _) => null);
        using var good = new LoopbackServer((q, _) => LookupScene.Nothing(q));
        DnsServer Of(LoopbackServer s) => DnsServer.At(s.EndPoint, tcpOnly: way is Way.Tcp or Way.ScanTcp);
        await using var exchange = new DnsExchange(
            LookupScene.Options(way, TimeSpan.FromSeconds(1), Of(silent), Of(good)) with { MaxConcurrency = 16 });
        await Parallel.ForEachAsync(Enumerable.Range(0, Names), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            Verdict verdict = await LookupScene.CheckAsync(exchange, $"n{i}.example");
            Assert.True(verdict.Outcome == VerdictOutcome.NotMarked, LookupScene.Said(verdict));
        });
        // Two questions a name. What was under way when it fell silent, over UDP and again over TCP, and what asks now and then whether it
        // is back.
        Assert.InRange(silent.Packets, 1, Names / 2);
        Assert.InRange(good.Packets, 2 * Names, 3 * Names);
        Assert.Contains(exchange.Notes, n => n.Contains("did not answer", StringComparison.Ordinal));
    }

    /// <summary>The same through DnsClient, and within one look-up: the second server is asked, and from then on first.</summary>
    [Fact]
    public async Task LookupClient_FirstServerSilent_IsAskedLast()
    {
        using var silent = new LoopbackServer((_, _) => null);
        using var good = new LoopbackServer((q, _) => LookupScene.Nothing(q));
        LookupClientExchange lookup = LookupClientExchange.ForServers([silent.EndPoint, good.EndPoint], Short);
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(VerdictOutcome.NotMarked, (await LookupScene.CheckAsync(lookup, $"n{i}.example")).Outcome);
        }

        Assert.InRange(silent.Packets, 1, 8);
        Assert.InRange(good.Packets, 100, 110);
    }

    /// <summary>A resolver that answers others is not silent, though one name brings it no answer: it stays the first.</summary>
    [Fact]
    public async Task Scan_OneNameWithoutAnAnswer_DoesNotMakeItsServerSilent()
    {
        using var first = new LoopbackServer(
            (q, _) => DnsWire.ReadQuestion(q)!.Value.Name == "dead.example" ? null : LookupScene.Nothing(q));
        using var second = new LoopbackServer((q, _) => LookupScene.Nothing(q));
        await using var exchange = new DnsExchange(LookupScene.Options(Way.Udp, TimeSpan.FromSeconds(1), first.Server, second.Server));
        Task<Verdict> dead = LookupScene.CheckAsync(exchange, "dead.example");
        while (!dead.IsCompleted)
        {
            await LookupScene.CheckAsync(exchange, "live.example");
        }

        Assert.Equal(VerdictOutcome.NotMarked, (await dead).Outcome);
        int before = second.Packets;
        await LookupScene.CheckAsync(exchange, "live.example");
        Assert.Equal(before, second.Packets);
    }

    /// <summary>A server that has come back is the first again.</summary>
    [Fact]
    public void Health_ServerThatAnswersAgain_ComesFirstAgain()
    {
        var clock = new SteppedClock();
        var health = new ServerHealth(clock);
        Assert.True(health.Ended(health.Now(), heard: false));
        Assert.True(health.ComesLast());
        clock.Step(ServerHealth.While);
        Assert.False(health.ComesLast()); // one finds out
        Assert.True(health.ComesLast()); // the others go on meanwhile
        health.Ended(health.Now(), heard: true);
        Assert.False(health.ComesLast());
    }

    /// <summary>A resolver that lower-cases the question, over UDP only: after the first questions it is asked in one case, and that is
    /// said once.</summary>
    [Fact]
    public async Task Scan_ResolverLowersTheCaseOfTheQuestion_FallsBackAndSaysSoOnce()
    {
        using var server = new LoopbackServer((q, _) => Lower(LookupScene.Good(q)), Speaks.Udp);
        await using var exchange = new DnsExchange(LookupScene.Options(Way.ScanUdp, TimeSpan.FromSeconds(1), server.Server));
        Verdict[] verdicts = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => LookupScene.CheckAsync(exchange)));
        Assert.All(verdicts, v => Assert.True(v.Outcome == VerdictOutcome.Marked, LookupScene.Said(v)));
        Assert.Contains("repeats the question in one case", Assert.Single(exchange.Notes), StringComparison.Ordinal);
    }

    /// <summary>Where it answers over TCP there is nothing to fall back from.</summary>
    [Fact]
    public async Task Scan_ResolverLowersTheCaseOverUdp_TcpIsAsked()
    {
        using var server = new LoopbackServer((q, udp) => udp ? Lower(LookupScene.Nothing(q)) : LookupScene.Good(q));
        await using var exchange = new DnsExchange(LookupScene.Options(Way.ScanUdp, Short, server.Server));
        Assert.Equal(VerdictOutcome.Marked, (await LookupScene.CheckAsync(exchange)).Outcome);
        Assert.Empty(exchange.Notes);
    }

    private static byte[] Lower(byte[] message)
    {
        for (int i = 12; message[i] != 0; i++)
        {
            message[i] = (byte)char.ToLowerInvariant((char)message[i]);
        }

        return message;
    }

    private sealed class SteppedClock : TimeProvider
    {
        private long _now = 1000;

        public override long GetTimestamp() => _now;

        public void Step(TimeSpan by) => _now += (long)(by.TotalSeconds * TimestampFrequency) + 1;
    }
}
