using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// The profiles in which emblems are signed now. A name that leaves a profile is marked in both first, until no cache can say that the one
/// that stays is not there: a validator that reads both then sees a valid set at every moment.
/// </summary>
internal sealed class ProfilesToSign
{
    // Resolvers keep the answer that there are no records for three hours at most by default (BIND's max-ncache-ttl).
    private static readonly TimeSpan NothingIsRemembered = TimeSpan.FromHours(3);

    private readonly IReadOnlyList<PublicationTarget> _targets;
    private readonly Dictionary<Guid, MarkProfiles> _inForce;
    private readonly DateTimeOffset _at;

    private ProfilesToSign(IReadOnlyList<PublicationTarget> targets, Dictionary<Guid, MarkProfiles> inForce, DateTimeOffset at) =>
        (_targets, _inForce, _at) = (targets, inForce, at);

    /// <summary>Reads what is needed for some assets.</summary>
    public static async Task<ProfilesToSign> LoadAsync(
        IssuerContext database, IEnumerable<Asset> assets, DateTimeOffset at, CancellationToken cancellationToken)
    {
        List<Guid> ids = [.. assets.Select(a => a.EmblemId).OfType<Guid>()];
        return new ProfilesToSign(
            await database.Targets.ToListAsync(cancellationToken),
            await database.Emblems.Where(e => ids.Contains(e.Id) && e.Expires > at).ToDictionaryAsync(
                e => e.Id, e => e.Profiles, cancellationToken),
            at);
    }

    /// <summary>The profiles in which an asset is to be marked: its own choice, or that of its zone's targets.</summary>
    public static MarkProfiles Wanted(Asset asset, IEnumerable<PublicationTarget> targets) =>
        asset.Profiles ?? PublicationTarget.AllFor(asset.Name, targets) switch
        {
            [] => MarkProfiles.Cwt,
            // All targets of a name show the same records.
            var all => all.Aggregate(MarkProfiles.None, (p, t) => p | t.Profiles),
        };

    /// <summary>Since when both must have been seen, so that one may be left now.</summary>
    public static DateTimeOffset SeenBefore(Asset asset, IEnumerable<PublicationTarget> targets, DateTimeOffset at)
    {
        var ttl = TimeSpan.FromSeconds(PublicationTarget.AllFor(asset.Name, targets).Max(t => (int?)t.Ttl) ?? 0);
        return at - (ttl > NothingIsRemembered ? ttl : NothingIsRemembered);
    }

    /// <summary>The profiles for the next emblem of an asset, and whether one of them is left later.</summary>
    public (MarkProfiles Profiles, bool LeavesProfile) Of(Asset asset)
    {
        MarkProfiles wanted = Wanted(asset, _targets);
        MarkProfiles inForce = asset.EmblemId is { } id ? _inForce.GetValueOrDefault(id) : MarkProfiles.None;
        bool canLeave = (inForce | wanted) == inForce && asset.BothSeenAt <= SeenBefore(asset, _targets, _at);
        return (inForce & ~wanted) == MarkProfiles.None || canLeave ? (wanted, false) : (inForce | wanted, true);
    }
}
