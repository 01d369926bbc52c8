using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Extensions.Caching;

/// <summary>
/// Answers kept in one process. If it fails, a withdrawn emblem is shown after its time, a fault of the moment becomes a "no", or
/// an answer of a stranger counts as proven.
/// </summary>
public sealed class CachedLookupTests : IDisposable
{
    private static readonly DomainName Name = DomainName.Parse("www.society.example");
    private static readonly LookupAnswer Found = new()
    {
        Outcome = LookupOutcome.Found,
        Data = [new byte[] { 1, 2 }, new byte[] { 3 }],
        CanonicalName = "host.example",
        TimeToLive = TimeSpan.FromSeconds(60)
    };

    private readonly SettableClock _clock = new(TestTokens.Now);
    private readonly EmblemCache _cache;

    public CachedLookupTests() => _cache = new EmblemCache(null, _clock);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task Answer_WithinItsTimeToLive_IsGivenAgainAndSaysThatItWasKept()
    {
        var inner = new CountingLookup(Found with { Authenticated = true });
        CachedLookup lookup = Over(inner);
        LookupAnswer first = await lookup.LookUpAsync(Name, 16);
        _clock.Now += TimeSpan.FromSeconds(59);
        LookupAnswer second = await lookup.LookUpAsync(DomainName.Parse("WWW.Society.Example."), 16);
        Assert.Equal(1, inner.Asked);
        Assert.Equal(["the resolver was asked"], first.Attempts);
        Assert.Equal(["The resolver learns of it."], first.Exposure);
        Assert.Equal(["from the cache, 59 s old, type 16: Found"], second.Attempts);
        Assert.Empty(second.Exposure);
        Assert.Equal(
            (LookupOutcome.Found, "host.example", TimeSpan.FromSeconds(1), true),
            (second.Outcome, second.CanonicalName, second.TimeToLive, second.Authenticated));
        Assert.Equal(["0102", "03"], second.Data.Select(d => Convert.ToHexString(d.Span)));
    }

    [Theory]
    [InlineData(60, 59, 60)]
    [InlineData(86400, 299, 300)]
    [InlineData(1, 0, 1)]
    public async Task Records_PastTheirTimeToLiveOrTheLongest_AreAskedForAgain(int ttl, int kept, int gone)
    {
        var inner = new CountingLookup(Found with { TimeToLive = TimeSpan.FromSeconds(ttl) });
        CachedLookup lookup = Over(inner);
        await lookup.LookUpAsync(Name, 16);
        _clock.Now += TimeSpan.FromSeconds(kept);
        await lookup.LookUpAsync(Name, 16);
        Assert.Equal(1, inner.Asked);
        _clock.Now += TimeSpan.FromSeconds(gone - kept);
        await lookup.LookUpAsync(Name, 16);
        Assert.Equal(2, inner.Asked);
    }

    [Fact]
    public async Task Records_WithoutATimeToLive_AreNotKept()
    {
        var inner = new CountingLookup(Found with { TimeToLive = TimeSpan.Zero });
        CachedLookup lookup = Over(inner);
        await lookup.LookUpAsync(Name, 16);
        await lookup.LookUpAsync(Name, 16);
        Assert.Equal(2, inner.Asked);
    }

    [Theory]
    [InlineData(LookupOutcome.NoData)]
    [InlineData(LookupOutcome.NameNotFound)]
    public async Task Absence_IsKeptForAShortTimeOnly(LookupOutcome outcome)
    {
        var inner = new CountingLookup(new LookupAnswer { Outcome = outcome });
        CachedLookup lookup = Over(inner);
        await lookup.LookUpAsync(Name, 16);
        _clock.Now += TimeSpan.FromSeconds(29);
        Assert.Equal(outcome, (await lookup.LookUpAsync(Name, 16)).Outcome);
        Assert.Equal(1, inner.Asked);
        _clock.Now += TimeSpan.FromSeconds(1);
        inner.Answer = (_, _) => Found;
        Assert.Equal(LookupOutcome.Found, (await lookup.LookUpAsync(Name, 16)).Outcome);
    }

    [Fact]
    public async Task Failures_OfEveryKind_AreNeverKept()
    {
        foreach (LookupOutcome outcome in Enum.GetValues<LookupOutcome>().Where(o => !new LookupAnswer { Outcome = o }.IsAnswer))
        {
            DomainName name = DomainName.Parse($"{outcome}.example");
            var inner = new CountingLookup(new LookupAnswer { Outcome = outcome });
            CachedLookup lookup = Over(inner);
            Assert.Equal(outcome, (await lookup.LookUpAsync(name, 16)).Outcome);
            inner.Answer = (_, _) => Found;
            Assert.Equal(LookupOutcome.Found, (await lookup.LookUpAsync(name, 16)).Outcome);
            Assert.Equal(2, inner.Asked);
        }
    }

    [Fact]
    public async Task Answers_OfAnotherNameTypeOrResolver_AreNotMixed()
    {
        var trusted = new CountingLookup(Found with { Authenticated = true });
        var stranger = new CountingLookup(new LookupAnswer { Outcome = LookupOutcome.NoData });
        Assert.True((await Over(trusted, "A; AD believed").LookUpAsync(Name, 16)).Authenticated);
        Assert.Equal(LookupOutcome.NoData, (await Over(stranger, "A; AD not believed").LookUpAsync(Name, 16)).Outcome);
        Assert.Equal(LookupOutcome.NoData, (await Over(stranger, "A; AD believed").LookUpAsync(Name, 65297)).Outcome);
        Assert.Equal(
            LookupOutcome.NoData, (await Over(stranger, "A; AD believed").LookUpAsync(DomainName.Parse("society.example"), 16)).Outcome);
        Assert.Equal(3, stranger.Asked);
    }

    [Fact]
    public void Identity_OfAnExchange_DiffersWithServersAndWithWhatIsBelieved()
    {
        DnsServer one = DnsServer.Parse("192.0.2.53"), tls = DnsServer.ParseTls("192.0.2.53:53#dns.example");
        DnsExchangeOptions plain = new() { Servers = [one] };
        DnsExchangeOptions[] all =
        [
            plain, plain with { Servers = [tls] }, plain with { Servers = [one, tls] }, plain with { AskAll = true },
            plain with { TrustAuthenticData = true }, plain with { Roots = [] }
        ];
        Assert.Equal(all.Length, all.Select(o => new DnsExchange(o).Identity).Distinct().Count());
        Assert.Equal(new DnsExchange(plain).Identity, new DnsExchange(plain with { Timeout = TimeSpan.FromSeconds(1) }).Identity);
    }

    [Fact]
    public async Task SameQuestion_FromManyAtOnce_IsAskedOnce()
    {
        var gate = new TaskCompletionSource();
        var inner = new CountingLookup(Found) { Gate = gate.Task };
        CachedLookup lookup = Over(inner);
        Task<LookupAnswer>[] many = [.. Enumerable.Range(0, 20).Select(_ => lookup.LookUpAsync(Name, 16))];
        gate.SetResult();
        Assert.All(await Task.WhenAll(many), a => Assert.Equal(LookupOutcome.Found, a.Outcome));
        Assert.Equal(1, inner.Asked);
    }

    [Fact]
    public async Task Cancelled_LookUp_EndsAndLeavesNothingBehind()
    {
        var inner = new CountingLookup(Found) { Gate = new TaskCompletionSource().Task };
        CachedLookup lookup = Over(inner);
        using var cancel = new CancellationTokenSource();
        Task<LookupAnswer> waiting = lookup.LookUpAsync(Name, 16, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        inner.Gate = Task.CompletedTask;
        Assert.Equal(LookupOutcome.Found, (await lookup.LookUpAsync(Name, 16)).Outcome);
    }

    [Fact]
    public async Task Memory_PastItsLimit_IsNotTaken()
    {
        const int Names = 2000, Bytes = 2048;
        using var small = new EmblemCache(new EmblemCacheOptions { MemoryBytes = 1 << 20 }, _clock);
        var inner = new CountingLookup(Found with { Data = [new byte[Bytes]] });
        var lookup = new CachedLookup(inner, "a resolver", small);
        await lookup.LookUpAsync(DomainName.Parse("n0.example"), 16);
        await lookup.LookUpAsync(DomainName.Parse("n0.example"), 16);
        Assert.Equal(1, inner.Asked);

        // Which of them the memory keeps is its own affair, and may be those that are not asked for next; how many is not.
        await AskAllAsync();
        int before = inner.Asked;
        await AskAllAsync();
        Assert.InRange(Names - (inner.Asked - before), 0, (1 << 20) / Bytes);

        async Task AskAllAsync()
        {
            for (int i = 0; i < Names; i++)
            {
                await lookup.LookUpAsync(DomainName.Parse($"n{i}.example"), 16);
            }
        }
    }

    private CachedLookup Over(IDnsLookup inner, string identity = "a resolver") => new(inner, identity, _cache);
}
