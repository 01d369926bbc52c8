using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>What a suspended key has signed that is still in force: it stays published as it is, because it was judged so.</summary>
/// <param name="InForce">How many emblems, or endorsements by a root or intermediate key.</param>
/// <param name="FirstEnds">When the first of them ends; null if there are none.</param>
/// <param name="LastEnds">When the last of them ends.</param>
/// <param name="Next">What comes next, for a person.</param>
internal sealed record SuspensionEffect(int InForce, DateTimeOffset? FirstEnds, DateTimeOffset? LastEnds, Sentence Next)
{
    /// <summary>
    /// Reads it before the key is suspended: that goes through all emblems, and nothing else may wait for it meanwhile.
    /// </summary>
    public static Task<SuspensionEffect> BeforeAsync(
        IssuerStore store, Guid keyId, DateTimeOffset at, CancellationToken cancellationToken) =>
        store.ReadAsync(async d => await d.Keys.SingleOrDefaultAsync(k => k.Id == keyId, cancellationToken) is { } key
            ? await OfAsync(d, key, at, cancellationToken)
            : throw new RefusedException(Refusal.NotFound, $"There is no key {keyId}."));

    /// <summary>Reads it.</summary>
    public static async Task<SuspensionEffect> OfAsync(
        IssuerContext database, OrganizationKey key, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (key.Use != KeyUse.Emblem)
        {
            List<DateTimeOffset> ends = await database.Endorsements
                .Where(e => e.SignerKeyId == key.Id && e.State == EndorsementState.Current && e.Expires > at)
                .OrderBy(e => e.Expires).Select(e => e.Expires).ToListAsync(cancellationToken);
            return Of(
                ends.Count,
                ends.Count > 0 ? ends[0] : null,
                ends.Count > 0 ? ends[^1] : null,
                $"It makes no endorsement and no request. Endorsements by it stay in force until they expire, and emblems are renewed "
                    + $"under them.");
        }

        IQueryable<IssuedEmblem> emblems = database.Emblems.Where(
            e => e.KeyId == key.Id && e.Expires > at && database.Assets.Any(a => a.EmblemId == e.Id && a.State == AssetState.Marked));
        IQueryable<IssuedSign> signs = database.Signs.Where(
            e => e.KeyId == key.Id && e.Expires > at && database.Data.Any(a => a.EmblemId == e.Id && a.State == AssetState.Marked));
        DateTimeOffset?[] times =
        [
            await FirstAsync(emblems.OrderBy(e => e.Expires).Select(e => (DateTimeOffset?)e.Expires)),
            await FirstAsync(signs.OrderBy(e => e.Expires).Select(e => (DateTimeOffset?)e.Expires)),
            await FirstAsync(emblems.OrderByDescending(e => e.Expires).Select(e => (DateTimeOffset?)e.Expires)),
            await FirstAsync(signs.OrderByDescending(e => e.Expires).Select(e => (DateTimeOffset?)e.Expires)),
        ];
        return Of(
            await emblems.CountAsync(cancellationToken) + await signs.CountAsync(cancellationToken),
            times.Min(),
            times.Max(),
            $"No emblem is issued. Emblems in force stay published, signs of data are given out as they are, and both are valid until they "
                + $"expire; the name or the data are unmarked after that.");

        Task<DateTimeOffset?> FirstAsync(IQueryable<DateTimeOffset?> all) => all.FirstOrDefaultAsync(cancellationToken);
    }

    private static SuspensionEffect Of(int count, DateTimeOffset? first, DateTimeOffset? last, Sentence effect) => new(
        count,
        first,
        last,
        Sentence.Of(
            $"{effect} Next: resume the key, or declare it compromised and have that confirmed. Until then it cannot be rolled, retired or "
                + $"endorsed."));
}
