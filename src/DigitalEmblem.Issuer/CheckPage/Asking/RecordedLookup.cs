using System.Collections.Concurrent;

namespace DigitalEmblem.Issuer.CheckPage.Asking;

/// <summary>Keeps what one check was answered, for its evidence. It ends with the check.</summary>
/// <param name="lookup">Asks the resolvers.</param>
internal sealed class RecordedLookup(IDnsLookup lookup) : IDnsLookup
{
    private readonly ConcurrentDictionary<ushort, LookupAnswer> _answers = [];

    /// <summary>The answers, by the type that was asked for.</summary>
    public IReadOnlyDictionary<ushort, LookupAnswer> Answers => _answers;

    /// <inheritdoc/>
    public async Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default) =>
        _answers[type] = await lookup.LookUpAsync(name, type, cancellationToken);
}
