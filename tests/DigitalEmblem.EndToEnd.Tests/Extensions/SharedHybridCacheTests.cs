using System.Collections.Concurrent;
using System.Net;
using System.Text;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Extensions;

/// <summary>
/// The application's own hybrid cache as what is shared. If it fails, who runs that cache learns whom the application looks at, or an
/// answer that somebody wrote there is believed.
/// </summary>
public sealed class SharedHybridCacheTests : IAsyncLifetime
{
    private static readonly string Secret = Convert.ToBase64String(new byte[32]);

    private readonly AuthoritativeServer _server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly RecordedCache _shared = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task TwoHosts_WithOneHybridCache_ShareWhatOneOfThemAsked()
    {
        await using ServiceProvider one = Services(Secret), two = Services(Secret), other = Services(Convert.ToBase64String(new byte[33]));
        _server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        Assert.Equal(VerdictOutcome.Marked, (await CheckAsync(one)).Outcome);
        Assert.Equal(2, _shared.Entries.Count);
        Assert.All(_shared.Entries, entry =>
        {
            Assert.DoesNotContain("society", entry.Key, StringComparison.Ordinal);
            Assert.DoesNotContain("society", Encoding.Latin1.GetString(entry.Value), StringComparison.Ordinal);
        });
        await _server.DisposeAsync();
        Verdict shared = await CheckAsync(two);
        Assert.Equal(VerdictOutcome.Marked, shared.Outcome);
        Assert.All(
            shared.Sources, s => Assert.StartsWith("from the shared cache, 0 s old", Assert.Single(s.Attempts), StringComparison.Ordinal));
        Assert.Equal(VerdictOutcome.Indeterminate, (await CheckAsync(other)).Outcome);
    }

    [Fact]
    public async Task Entry_ThatWasChanged_IsAMiss()
    {
        await using ServiceProvider one = Services(Secret), two = Services(Secret);
        _server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        await CheckAsync(one);
        foreach (byte[] entry in _shared.Entries.Values)
        {
            entry[^1] ^= 1;
        }

        Verdict verdict = await CheckAsync(two);
        Assert.Equal(VerdictOutcome.Marked, verdict.Outcome);
        Assert.DoesNotContain(verdict.Sources.SelectMany(s => s.Attempts), a => a.Contains("cache", StringComparison.Ordinal));
    }

    /// <summary>Without Shared, what is looked at stays in this process, whatever the application has registered.</summary>
    [Fact]
    public async Task HybridCache_WithoutShared_IsLeftAlone()
    {
        await using ServiceProvider one = Services(secret: null);
        _server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        await CheckAsync(one);
        Assert.Empty(_shared.Entries);
    }

    private static Task<Verdict> CheckAsync(ServiceProvider services) =>
        services.GetRequiredService<IEmblemChecker>().CheckAsync(Published.Host);

    private ServiceProvider Services(string? secret)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new SettableClock(TestTokens.Now));
        services.AddSingleton<HybridCache>(_shared);
        services.AddEmblemVerification(o =>
        {
            o.Servers.Add(_server.EndPoint.ToString());
            // A server that is gone is noticed at once on loopback; the time is for one that answers late on a busy machine.
            o.Timeout = TimeSpan.FromSeconds(20);
            o.Rounds = 1;
            o.Evidence = HeldEvidence.AssumeCommittedUnsafe;
            o.Cache = new EmblemCacheOptions { Shared = secret is not null, Secret = secret };
        });
        return services.BuildServiceProvider(validateScopes: true);
    }

    /// <summary>A hybrid cache of another maker, that shows what it was given.</summary>
    private sealed class RecordedCache : HybridCache
    {
        public ConcurrentDictionary<string, byte[]> Entries { get; } = new();

        public override async ValueTask<T> GetOrCreateAsync<TState, T>(
            string key,
            TState state,
            Func<TState, CancellationToken, ValueTask<T>> factory,
            HybridCacheEntryOptions? options = null,
            IEnumerable<string>? tags = null,
            CancellationToken cancellationToken = default) =>
            Entries.TryGetValue(key, out byte[]? kept) ? (T)(object)kept : await factory(state, cancellationToken);

        public override ValueTask SetAsync<T>(
            string key,
            T value,
            HybridCacheEntryOptions? options = null,
            IEnumerable<string>? tags = null,
            CancellationToken cancellationToken = default)
        {
            Assert.True(options?.Expiration > TimeSpan.Zero);
            Entries[key] = ((byte[])(object)value!).ToArray();
            return ValueTask.CompletedTask;
        }

        public override ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;

        public override ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
