using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.DataMarks;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Issues the emblems that are due: those of names, then those of data, by the same rules.</summary>
internal sealed class IssueEmblems
{
    private readonly UsableKey _key;
    private readonly RefreshEmblems _refresh;
    private readonly IssueToNames _names;
    private readonly IssueToData _data;

    /// <summary>For one instance.</summary>
    public IssueEmblems(IssuerStore store, ISigningKeys keys, IssuingOptions options, Instance instance, TimeProvider clock)
    {
        _key = new UsableKey(store, keys, clock);
        _refresh = new RefreshEmblems(store);
        _names = new IssueToNames(store, keys, _key, options, instance, clock);
        _data = new IssueToData(store, keys, _key, options, instance, clock);
    }

    /// <summary>Why this instance cannot sign emblems; null if it can, or if no key is in use.</summary>
    public Task<Sentence?> KeyFaultAsync(CancellationToken cancellationToken) => _key.FaultAsync(cancellationToken);

    /// <summary>Whether nothing is issued because the key that signs emblems is suspended.</summary>
    public Task<bool> IsSuspendedAsync(CancellationToken cancellationToken) => _key.IsSuspendedAsync(cancellationToken);

    /// <summary>Renews one batch of emblems of names that are due, and one of those of data.</summary>
    /// <returns>How many were taken; 0 when nothing is due, or this instance cannot sign.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await _refresh.RunAsync(cancellationToken);
        return await _names.RunAsync(cancellationToken) + await _data.RunAsync(cancellationToken);
    }
}
