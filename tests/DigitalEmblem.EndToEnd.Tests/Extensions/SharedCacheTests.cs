using System.Net;
using System.Net.Sockets;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using StackExchange.Redis;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Extensions;

/// <summary>
/// What several validators share through a real Redis. If it fails, each of them asks DNS anew and warns the one looked at; or anyone who
/// can write to the Redis is believed, or stops them all.
/// </summary>
public sealed class SharedCacheTests : IAsyncLifetime
{
    private static readonly DomainName Name = DomainName.Parse("www.society.example");
    private static readonly string Secret = Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private static readonly LookupAnswer Found = new()
    {
        Outcome = LookupOutcome.Found,
        Data = [new byte[] { 1, 2 }],
        CanonicalName = Name.ToString(),
        TimeToLive = TimeSpan.FromSeconds(60)
    };

    private readonly SettableClock _clock = new(TestTokens.Now);
    private RedisServer _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public Task DisposeAsync()
    {
        _redis.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task TwoInstances_WithOneRedis_ShareALookUp()
    {
        using EmblemCache one = Cache(), two = Cache();
        CountingLookup first = new(Found), second = new(Found);
        LookupAnswer asked = await Over(first, one).LookUpAsync(Name, 16);
        _clock.Now += TimeSpan.FromSeconds(10);
        LookupAnswer shared = await Over(second, two).LookUpAsync(Name, 16), again = await Over(second, two).LookUpAsync(Name, 16);
        Assert.Equal((1, 0), (first.Asked, second.Asked));
        Assert.Equal(["from the shared cache, 10 s old, type 16: Found"], shared.Attempts);
        Assert.Equal(["from the cache, 10 s old, type 16: Found"], again.Attempts);
        Assert.Equal(TimeSpan.FromSeconds(50), shared.TimeToLive);
        Assert.Equal([1, 2], shared.Data.Single().ToArray());
        // Who asked the resolver told it; who asked the shared cache told anyone who watches that; who asked neither told nobody.
        Assert.Equal(2, asked.Exposure.Count);
        Assert.StartsWith("Anyone who runs or watches the shared cache", Assert.Single(shared.Exposure), StringComparison.Ordinal);
        Assert.Empty(again.Exposure);
    }

    [Fact]
    public async Task SharedAnswer_PastItsTime_IsAskedForAgainByBoth()
    {
        using EmblemCache one = Cache(), two = Cache();
        CountingLookup first = new(Found), second = new(Found);
        await Over(first, one).LookUpAsync(Name, 16);
        await Over(second, two).LookUpAsync(Name, 16);
        _clock.Now += TimeSpan.FromSeconds(60);
        await Over(second, two).LookUpAsync(Name, 16);
        Assert.Equal((1, 1), (first.Asked, second.Asked));
    }

    [Fact]
    public async Task Redis_IsToldToForgetNoLaterThanTheRecords()
    {
        using EmblemCache cache = Cache(TimeProvider.System);
        await Over(new CountingLookup(Found), cache).LookUpAsync(Name, 16);
        await using ConnectionMultiplexer redis = await _redis.ConnectAsync();
        RedisKey key = Assert.Single(Keys(redis));
        Assert.InRange((await redis.GetDatabase().KeyTimeToLiveAsync(key))!.Value, TimeSpan.Zero, Found.TimeToLive!.Value);
        Assert.DoesNotContain("society", key.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuthenticatedAnswer_IsNeverFromRedis()
    {
        using EmblemCache one = Cache(), two = Cache();
        CountingLookup first = new(Found with { Authenticated = true }), second = new(Found with { Authenticated = true });
        Assert.True((await Over(first, one).LookUpAsync(Name, 16)).Authenticated);
        Assert.True((await Over(first, one).LookUpAsync(Name, 16)).Authenticated);
        await using ConnectionMultiplexer redis = await _redis.ConnectAsync();
        Assert.Empty(Keys(redis));
        Assert.True((await Over(second, two).LookUpAsync(Name, 16)).Authenticated);
        Assert.Equal((1, 1), (first.Asked, second.Asked));

        // One who shares and does not say the truth: what it puts there under the very same key is believed as an
        // answer, and never as an authenticated one.
        using EmblemCache liar = Cache();
        await Over(new CountingLookup(Found), liar).LookUpAsync(DomainName.Parse("other.example"), 16);
        Assert.False((await Over(second, two).LookUpAsync(DomainName.Parse("other.example"), 16)).Authenticated);
    }

    [Fact]
    public async Task Failures_AreNotShared()
    {
        using EmblemCache one = Cache(), two = Cache();
        Assert.Equal(LookupOutcome.ServerFailure, (await Over(
            new CountingLookup(new LookupAnswer { Outcome = LookupOutcome.ServerFailure }), one).LookUpAsync(Name, 16)).Outcome);
        await using ConnectionMultiplexer redis = await _redis.ConnectAsync();
        Assert.Empty(Keys(redis));
        Assert.Equal(LookupOutcome.Found, (await Over(new CountingLookup(Found), two).LookUpAsync(Name, 16)).Outcome);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("a byte changed")]
    [InlineData("cut short")]
    [InlineData("noise")]
    [InlineData("huge")]
    [InlineData("of another name")]
    [InlineData("another type of value")]
    [InlineData("the fields of another program")]
    public async Task Entry_ThatSomeoneTamperedWith_IsAMissAndIsMended(string how)
    {
        using EmblemCache one = Cache(), two = Cache(), three = Cache();
        await Over(new CountingLookup(Found), one).LookUpAsync(Name, 16);
        await using ConnectionMultiplexer redis = await _redis.ConnectAsync();
        IDatabase database = redis.GetDatabase();
        RedisKey key = Assert.Single(Keys(redis));
        byte[] good = (byte[])(await database.HashGetAsync(key, "data"))!;
        switch (how)
        {
            case "of another name":
                await Over(new CountingLookup(Found with { Data = [new byte[] { 9 }] }), one)
                    .LookUpAsync(DomainName.Parse("other.example"), 16);
                RedisKey other = Assert.Single(Keys(redis), k => k != key);
                await database.HashSetAsync(key, "data", await database.HashGetAsync(other, "data"));
                break;
            case "another type of value":
                await database.KeyDeleteAsync(key);
                await database.StringSetAsync(key, "not a hash");
                break;
            case "the fields of another program":
                await database.KeyDeleteAsync(key);
                await database.HashSetAsync(key, "x", "y");
                break;
            default:
                await database.HashSetAsync(key, "data", how switch
                {
                    "empty" => [],
                    "a byte changed" => [.. good[..^5], (byte)(good[^5] ^ 1), .. good[^4..]],
                    "cut short" => good[..^7],
                    "noise" => [.. Enumerable.Repeat((byte)0xff, 300)],
                    _ => new byte[SealedEntries.MaxBytes + 100_000],
                });
                break;
        }

        var lookup = new CountingLookup(Found);
        Assert.Equal([1, 2], (await Over(lookup, two).LookUpAsync(Name, 16)).Data.Single().ToArray());
        Assert.Equal(1, lookup.Asked);
        await database.KeyDeleteAsync(key);
        Assert.Equal([1, 2], (await Over(new CountingLookup(Found), three).LookUpAsync(Name, 16)).Data.Single().ToArray());
    }

    /// <summary>HybridCache reads from Redis, when it starts, up to which instant everything was called back; nothing seals that.</summary>
    [Fact]
    public async Task Everything_CalledBackByAStranger_MakesTheCacheUselessAndNothingWrong()
    {
        await using ConnectionMultiplexer redis = await _redis.ConnectAsync();
        await redis.GetDatabase().HashSetAsync(
            "__MSFT_HCT__*", [new("data", BitConverter.GetBytes(DateTimeOffset.MaxValue.UtcTicks)), new("absexp", -1), new("sldexp", -1)]);
        using EmblemCache cache = Cache();
        var lookup = new CountingLookup(Found);
        for (int i = 1; i <= 3; i++)
        {
            Assert.Equal([1, 2], (await Over(lookup, cache).LookUpAsync(Name, 16)).Data.Single().ToArray());
            Assert.InRange(lookup.Asked, 1, i);
        }
    }

    [Fact]
    public async Task Processes_WithDifferentSecrets_ShareNothing()
    {
        using EmblemCache one = Cache(),
            two = new(new EmblemCacheOptions { Shared = true, Secret = Convert.ToBase64String(new byte[32]) }, _clock, _redis.Cache());
        await Over(new CountingLookup(Found), one).LookUpAsync(Name, 16);
        var lookup = new CountingLookup(Found);
        await Over(lookup, two).LookUpAsync(Name, 16);
        Assert.Equal(1, lookup.Asked);
    }

    [Fact]
    public async Task Redis_Down_IsNoError_AndIsUsedAgainWhenItIsBack()
    {
        using EmblemCache one = Cache(TimeProvider.System), two = Cache(TimeProvider.System);
        _redis.Stop();
        var lookup = new CountingLookup(Found);
        Assert.Equal(LookupOutcome.Found, (await Over(lookup, one).LookUpAsync(Name, 16)).Outcome);
        Assert.StartsWith("from the cache", Assert.Single((await UntilKeptAsync(lookup, one)).Attempts), StringComparison.Ordinal);
        var other = new CountingLookup(Found);
        Assert.Equal(LookupOutcome.Found, (await Over(other, two).LookUpAsync(Name, 16)).Outcome);
        Assert.Equal(1, other.Asked);
        await _redis.StartProcessAsync();
        await using ConnectionMultiplexer redis = await _redis.ConnectAsync();
        for (int i = 0; i < 200 && !Keys(redis).Any(); i++)
        {
            await Task.Delay(50);
            await Over(new CountingLookup(Found), one).LookUpAsync(DomainName.Parse($"n{i}.example"), 16);
        }

        Assert.NotEmpty(Keys(redis));
    }

    [Fact]
    public async Task Redis_ThatTakesConnectionsAndNeverAnswers_IsNoError()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using EmblemCache cache = new(
            new EmblemCacheOptions { Shared = true, Secret = Secret }, TimeProvider.System, SharedRedis.At($"{silent.LocalEndpoint}"));
        var lookup = new CountingLookup(Found);
        Assert.Equal(LookupOutcome.Found, (await Over(lookup, cache).LookUpAsync(Name, 16)).Outcome);
        Assert.StartsWith("from the cache", Assert.Single((await UntilKeptAsync(lookup, cache)).Attempts), StringComparison.Ordinal);
    }

    /// <summary>
    /// Asks until the answer comes from the cache, whose clock must run: HybridCache asks Redis in the background what was called
    /// back; if that fails, it takes it that all was called back at that instant, and keeps only what is learned after it. On a
    /// clock that stands still nothing is after it.
    /// </summary>
    private static async Task<LookupAnswer> UntilKeptAsync(IDnsLookup lookup, EmblemCache cache)
    {
        LookupAnswer answer = await Over(lookup, cache).LookUpAsync(Name, 16);
        for (int i = 0; i < 200 && !answer.Attempts[0].StartsWith("from the cache", StringComparison.Ordinal); i++)
        {
            await Task.Delay(10);
            answer = await Over(lookup, cache).LookUpAsync(Name, 16);
        }

        return answer;
    }

    private static IEnumerable<RedisKey> Keys(ConnectionMultiplexer redis) => redis.GetServers().Single().Keys(pattern: "emblem:dns:*");

    private static CachedLookup Over(IDnsLookup inner, EmblemCache cache) => new(inner, "a resolver", cache);

    private EmblemCache Cache(TimeProvider? clock = null) =>
        new(new EmblemCacheOptions { Shared = true, Secret = Secret }, clock ?? _clock, _redis.Cache());
}
