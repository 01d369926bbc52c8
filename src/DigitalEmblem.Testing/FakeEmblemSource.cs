using System.Collections.Concurrent;
using DigitalEmblem.Discovery;

namespace DigitalEmblem.Testing;

/// <summary>
/// A source of emblems in memory: what a test publishes is found, what fails cannot be asked, and everything else is
/// absent. Safe for concurrent use.
/// </summary>
public sealed class FakeEmblemSource : IEmblemSource
{
    private const string SourceName = "fake";

    private readonly ConcurrentDictionary<DomainName, (byte[]? Input, string? Failure)> _published = new();
    private readonly ConcurrentQueue<DomainName> _asked = new();

    /// <summary>The names that were asked for, in order.</summary>
    public IReadOnlyList<DomainName> Asked => [.. _asked];

    /// <summary>Publishes an emblem at a name, in place of what was there.</summary>
    /// <param name="name">The name, which the emblem marks.</param>
    /// <param name="emblem">The emblem; null for the default one.</param>
    public void Publish(DomainName name, SampleEmblem? emblem = null) => PublishBytes(name, (emblem ?? new SampleEmblem()).ToBundle(name));

    /// <summary>Publishes bytes at a name, in place of what was there.</summary>
    /// <param name="name">The name.</param>
    /// <param name="input">Tokens and keys in any form that <see cref="UnverifiedTokens.Read"/> reads.</param>
    public void PublishBytes(DomainName name, ReadOnlyMemory<byte> input)
    {
        ArgumentNullException.ThrowIfNull(name);
        _published[name] = (input.ToArray(), null);
    }

    /// <summary>Takes away what is published at a name: from then on the source says that there is nothing.</summary>
    /// <param name="name">The name.</param>
    public void Withdraw(DomainName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _published.TryRemove(name, out _);
    }

    /// <summary>From then on the source cannot be asked about a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="reason">Why not, in words.</param>
    public void Fail(DomainName name, string reason = "no answer in time")
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        _published[name] = (null, reason);
    }

    /// <inheritdoc/>
    public Task<DiscoveredEmblems> FindAsync(DomainName name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        cancellationToken.ThrowIfCancellationRequested();
        _asked.Enqueue(name);
        return Task.FromResult(_published.TryGetValue(name, out (byte[]? Input, string? Failure) there)
            ? Found(there.Input, there.Failure)
            : Found(null, null));
    }

    private static DiscoveredEmblems Found(byte[]? input, string? failure) => new(
        input is null ? UnverifiedTokens.Combine([]) : UnverifiedTokens.Read(input, SourceName),
        [
            new SourceReport
            {
                Source = SourceName,
                Outcome = failure is not null ? SourceOutcome.Unavailable : input is not null ? SourceOutcome.Found : SourceOutcome.Absent,
                Detail = failure ?? (input is not null ? "published by the test" : "nothing is published"),
            },
        ]);
}
