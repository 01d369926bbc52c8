using System.Collections.Concurrent;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Asks each question once, for one piece of work that asks about many names below the same ones.</summary>
/// <param name="lookup">Where the questions go.</param>
internal sealed class RememberedLookup(IDnsLookup lookup) : IDnsLookup
{
    private readonly ConcurrentDictionary<(DomainName Name, ushort Type), Lazy<Task<LookupAnswer>>> _answers = new();

    /// <inheritdoc/>
    public Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default) =>
        _answers.GetOrAdd((name, type), q => new(() => lookup.LookUpAsync(q.Name, q.Type, cancellationToken))).Value;
}
