using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Tells which records at a name are ours: those that were seen there before, and all that this service ever issued for the asset. Records
/// of other parties are never deleted in silence.
/// </summary>
/// <param name="seen">The digest of the set that was last seen there; null if none was.</param>
/// <param name="takesOver">The foreign records that an officer has decided to replace; null for none.</param>
/// <param name="issued">
/// Loads what was issued for the asset, as hexadecimal text: each record, and of emblems that are reduced the digest of the whole set. It
/// is asked only if something else was found.
/// </param>
internal sealed class OwnRecords(byte[]? seen, string? takesOver, Func<CancellationToken, Task<IReadOnlySet<string>>> issued)
{
    private const int MostEmblems = 1000;

    private IReadOnlySet<string>? _issued;

    /// <summary>Whether our set was seen there before. The name is then ours, and what was put there since is replaced.</summary>
    public bool WasSeen => seen is not null;

    /// <summary>The foreign records that an officer has decided to replace; null for none.</summary>
    public string? TakesOver => takesOver;

    /// <summary>Those of a publication, from the database.</summary>
    public static OwnRecords Of(Publication publication, IssuerStore store) =>
        new(publication.SeenDigest, publication.TakesOver, token => IssuedAsync(publication.AssetId, store, token));

    /// <summary>Those of a name at which these records were issued; for tests.</summary>
    public static OwnRecords Known(IEnumerable<ReadOnlyMemory<byte>> records) =>
        new(null, null, _ => Task.FromResult<IReadOnlySet<string>>(records.Select(Hex).ToHashSet()));

    /// <summary>A record's data as text.</summary>
    public static string Hex(ReadOnlyMemory<byte> data) => Convert.ToHexString(data.Span);

    /// <summary>Those among some records that are ours.</summary>
    public async Task<IReadOnlySet<string>> AmongAsync(
        IReadOnlyCollection<ReadOnlyMemory<byte>> records, CancellationToken cancellationToken)
    {
        HashSet<string> all = [.. records.Select(Hex)];
        if (all.Count == 0 || (seen is not null && SetDigest.Of(records).AsSpan().SequenceEqual(seen)))
        {
            return all;
        }

        _issued ??= await issued(cancellationToken);
        if (!_issued.Contains(Hex(SetDigest.Of(records))))
        {
            all.IntersectWith(_issued);
        }

        return all;
    }

    /// <summary>The emblems that were issued for an asset, the latest first, and what stood beside them.</summary>
    private static Task<IReadOnlySet<string>> IssuedAsync(Guid asset, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlySet<string>>(async d =>
        {
            List<IssuedEmblem> emblems = await d.Emblems.Where(e => e.AssetId == asset).OrderByDescending(e => e.Expires)
                .Take(MostEmblems).ToListAsync(cancellationToken);
            List<Guid> ids = [.. emblems.SelectMany(e => new[] { e.ChainId, e.JwsChainId }).OfType<Guid>().Distinct()];
            List<IssuedChain> chains = await d.Chains.Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken);
            return emblems.SelectMany(e => e.Tokens).Select(t => new IssuedSet(t.Profile, [t.Token]))
                .Concat(chains.Select(c => c.SetWithout()))
                .SelectMany(s => s.ToData()).Select(Hex).Concat(emblems.Select(e => Hex(e.SetDigest))).ToHashSet();
        });
}
