using System.Collections.Concurrent;
using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Testing;

/// <summary>A checker that gives the verdicts it is told to; every other name is not marked. Safe for concurrent use.</summary>
public sealed class FakeEmblemChecker : IEmblemChecker
{
    private readonly ConcurrentDictionary<DomainName, Verdict> _verdicts = new();
    private readonly ConcurrentQueue<DomainName> _asked = new();

    /// <summary>The names that were checked, in order.</summary>
    public IReadOnlyList<DomainName> Asked => [.. _asked];

    /// <summary>Gives a verdict for a name from then on, in place of the one before.</summary>
    /// <param name="name">The name.</param>
    /// <param name="verdict">The verdict, such as <see cref="Verdicts.Marked"/>.</param>
    public void Set(DomainName name, Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(verdict);
        _verdicts[name] = verdict;
    }

    /// <inheritdoc/>
    public Task<Verdict> CheckAsync(DomainName name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        cancellationToken.ThrowIfCancellationRequested();
        _asked.Enqueue(name);
        return Task.FromResult(_verdicts.GetOrAdd(name, n => Verdicts.NotMarked(n)));
    }
}
