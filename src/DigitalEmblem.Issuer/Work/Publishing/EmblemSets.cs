using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// The sets of names in force, byte for byte as they were judged when their emblems were issued (decisions.md, 40). Publication, the
/// well-known resource, the watch and records by hand take them from here, and nothing puts a set together anew: a key or an endorsement
/// that changes meanwhile changes no set until its emblem is issued again. The sets of many names are read together.
/// </summary>
internal sealed class EmblemSets
{
    private readonly Dictionary<Guid, IssuedEmblem> _emblems;
    private readonly Dictionary<Guid, IssuedChain> _chains;
    private readonly DateTimeOffset _at;

    private EmblemSets(Dictionary<Guid, IssuedEmblem> emblems, Dictionary<Guid, IssuedChain> chains, DateTimeOffset at)
    {
        _emblems = emblems;
        _chains = chains;
        _at = at;
    }

    /// <summary>Reads the sets of assets.</summary>
    public static async Task<EmblemSets> LoadAsync(
        IssuerContext database, IEnumerable<Asset> assets, DateTimeOffset at, CancellationToken cancellationToken)
    {
        List<Guid> ids = [.. assets.Select(a => a.EmblemId).OfType<Guid>()];
        if (ids.Count == 0)
        {
            return new EmblemSets([], [], at);
        }

        Dictionary<Guid, IssuedEmblem> emblems = await database.Emblems.Where(e => ids.Contains(e.Id))
            .ToDictionaryAsync(e => e.Id, cancellationToken);
        List<Guid> chains = [.. emblems.Values.SelectMany(e => new[] { e.ChainId, e.JwsChainId }).OfType<Guid>().Distinct()];
        return new EmblemSets(
            emblems, await database.Chains.Where(c => chains.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancellationToken), at);
    }

    /// <summary>The emblem that an asset has; null if it has none.</summary>
    public IssuedEmblem? EmblemOf(Asset asset) => asset.EmblemId is { } id ? _emblems.GetValueOrDefault(id) : null;

    /// <summary>Whether an authority vouches for the emblem that an asset has, in a profile.</summary>
    public bool IsEndorsed(Asset asset, TokenProfile profile = TokenProfile.Cwt) => EmblemOf(asset) is { } emblem
        && emblem.ChainOf(profile) is { } chain && _chains[chain].EndorsedUntil > _at;

    /// <summary>The sets of a marked asset: one, or one of each profile.</summary>
    /// <exception cref="RefusedException">There is none now; the message says why.</exception>
    public IReadOnlyList<IssuedSet> Of(Asset asset)
    {
        if (asset.State != AssetState.Marked)
        {
            throw new RefusedException(Refusal.WrongState, $"{asset.Name} is '{asset.State}': no emblem belongs there.");
        }

        if (EmblemOf(asset) is not { } emblem)
        {
            throw new RefusedException(Refusal.NotReady, $"The emblem of {asset.Name} is not issued yet.");
        }

        return emblem.Expires > _at
            ? [.. emblem.Tokens.Select(t => _chains[emblem.ChainOf(t.Profile)!.Value].SetWith(t.Token))]
            : throw new RefusedException(
                Refusal.NotReady, $"The emblem of {asset.Name} expired at {emblem.Expires:u}, and no new one is issued yet.");
    }

    /// <summary>No records of ours, of all types that emblems stand in.</summary>
    public static IReadOnlyList<WantedRecords> NoRecords(int ihleType) =>
        [new WantedRecords((ushort)ihleType, []), new WantedRecords(StandingRecords.Txt, [])];

    /// <summary>
    /// The records of a marked asset, one entry a type; no records if its emblem expired and no new one is issued, because a set that no
    /// validator accepts does not stay in the DNS.
    /// </summary>
    /// <exception cref="RefusedException">It is not marked, or has no emblem yet; the message says why.</exception>
    public IReadOnlyList<WantedRecords> RecordsOf(Asset asset, int ihleType)
    {
        if (asset.State == AssetState.Marked && EmblemOf(asset)?.Expires <= _at)
        {
            return NoRecords(ihleType);
        }

        ILookup<TokenProfile, ReadOnlyMemory<byte>> data = Of(asset).SelectMany(s => s.ToData().Select(d => (s.Profile, Data: d)))
            .ToLookup(r => r.Profile, r => r.Data);
        return
        [
            new WantedRecords((ushort)ihleType, [.. data[TokenProfile.Cwt]]),
            new WantedRecords(StandingRecords.Txt, [.. data[TokenProfile.Jws]]),
        ];
    }

    /// <summary>The sets of a marked asset, or null if there are none now.</summary>
    public IReadOnlyList<IssuedSet>? TryOf(Asset asset)
    {
        try
        {
            return Of(asset);
        }
        catch (RefusedException)
        {
            return null;
        }
    }
}
