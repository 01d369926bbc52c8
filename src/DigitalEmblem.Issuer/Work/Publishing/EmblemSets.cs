using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// The present sets of names: each asset's emblem with its endorsements and keys. The sets of many names are read together.
/// </summary>
internal sealed class EmblemSets
{
    private readonly Dictionary<Guid, IssuedEmblem> _emblems;
    private readonly EmblemChain? _chain;
    private readonly string? _noChain;
    private readonly DateTimeOffset _at;

    private EmblemSets(Dictionary<Guid, IssuedEmblem> emblems, EmblemChain? chain, string? noChain, DateTimeOffset at)
    {
        _emblems = emblems;
        _chain = chain;
        _noChain = noChain;
        _at = at;
    }

    /// <summary>Reads the sets of assets.</summary>
    public static async Task<EmblemSets> LoadAsync(
        IssuerContext database, IEnumerable<Asset> assets, DateTimeOffset at, CancellationToken cancellationToken)
    {
        List<Guid> ids = [.. assets.Select(a => a.EmblemId).OfType<Guid>()];
        Dictionary<Guid, IssuedEmblem> emblems = ids.Count == 0
            ? []
            : await database.Emblems.Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken);
        if (emblems.Count == 0)
        {
            return new EmblemSets(emblems, null, null, at);
        }

        try
        {
            return new EmblemSets(emblems, await EmblemChain.LoadAsync(database, at, cancellationToken), null, at);
        }
        catch (RefusedException e)
        {
            // Withdrawal must work without keys and endorsements.
            return new EmblemSets(emblems, null, e.Message, at);
        }
    }

    /// <summary>The emblem that an asset has; null if it has none.</summary>
    public IssuedEmblem? EmblemOf(Asset asset) => asset.EmblemId is { } id ? _emblems.GetValueOrDefault(id) : null;

    /// <summary>Whether an authority vouches for the emblem that an asset has.</summary>
    public bool IsEndorsed(Asset asset) => EmblemOf(asset) is { } emblem && (_chain?.EndorsedBy(emblem.Purposes).Any() ?? false);

    /// <summary>The set of a marked asset.</summary>
    /// <exception cref="RefusedException">There is none now; the message says why.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> Of(Asset asset)
    {
        if (asset.State != AssetState.Marked)
        {
            throw new RefusedException(Refusal.WrongState, $"{asset.Name} is '{asset.State}': no emblem belongs there.");
        }

        if (EmblemOf(asset) is not { } emblem)
        {
            throw new RefusedException(Refusal.NotReady, $"The emblem of {asset.Name} is not issued yet.");
        }

        if (emblem.Expires <= _at)
        {
            throw new RefusedException(
                Refusal.NotReady, $"The emblem of {asset.Name} expired at {emblem.Expires:u}, and no new one is issued yet.");
        }

        if (_chain is null)
        {
            throw new RefusedException(Refusal.NotReady, _noChain ?? "No endorsements stand ready.");
        }

        return emblem.KeyId == _chain.EmblemKey.Id
            ? _chain.With(emblem.Token, emblem.Purposes)
            : throw new RefusedException(Refusal.NotReady, $"The emblem of {asset.Name} is about to be issued anew, under another key.");
    }

    /// <summary>The set of a marked asset, or null if there is none now.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? TryOf(Asset asset)
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

    /// <summary>A digest over all records in a fixed order, because servers return them in any order.</summary>
    public static byte[] Digest(IEnumerable<ReadOnlyMemory<byte>> records) =>
        SHA256.HashData(
            Encoding.ASCII.GetBytes(string.Join(' ', records.Select(r => Convert.ToHexString(r.Span)).Order(StringComparer.Ordinal))));
}
