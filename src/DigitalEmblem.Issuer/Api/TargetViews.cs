using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>A zone that emblems are published in.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Kind">How it takes records.</param>
/// <param name="Zone">The zone.</param>
/// <param name="Server">A name server that shows what is in the zone; for updates the primary one.</param>
/// <param name="TsigKey">The name of the key in the service's settings; only for updates.</param>
/// <param name="Provider">The name of the PowerDNS API, or of the program, in the service's settings; null for other kinds.</param>
/// <param name="Profiles">The profiles in which its names are marked, where an asset says nothing else.</param>
/// <param name="TtlSeconds">The time to live of what is published.</param>
/// <param name="LeavingSince">Since when it is given up, and its records are being removed; null while it is in use.</param>
internal sealed record TargetView(
    Guid Id,
    TargetKind Kind,
    string Zone,
    string? Server,
    string? TsigKey,
    string? Provider,
    MarkProfiles Profiles,
    int TtlSeconds,
    DateTimeOffset? LeavingSince)
{
    public static TargetView Of(PublicationTarget t) => new(
        t.Id,
        t.Kind,
        t.Zone.ToString(),
        t.Server,
        t.Kind == TargetKind.DnsUpdate ? t.Access : null,
        t.Kind == TargetKind.DnsUpdate ? null : t.Access,
        t.Profiles,
        t.Ttl,
        t.LeavingSince);
}

/// <summary>A target to be named.</summary>
internal sealed record TargetBody(
    TargetKind Kind, string Zone, int TtlSeconds, string? Server = null, string? TsigKey = null, string? Provider = null);

/// <summary>What is to be of a target.</summary>
internal sealed record TargetChangeBody(int TtlSeconds, string? Server = null, string? TsigKey = null, string? Provider = null);

/// <summary>A publication, in the list of all.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="AssetId">The asset.</param>
/// <param name="TargetId">The target.</param>
/// <param name="Publication">How it stands with it.</param>
internal sealed record PublicationListView(Guid Id, Guid AssetId, Guid TargetId, PublicationView Publication)
{
    /// <summary>
    /// Shows some that were read before. A target may have ended since, and its publications with it: those are left out.
    /// </summary>
    public static async Task<IReadOnlyList<PublicationListView>> OfAsync(
        IssuerContext database, IEnumerable<Publication> publications, CancellationToken cancellationToken)
    {
        Dictionary<Guid, Guid> targets = await database.Targets.ToDictionaryAsync(t => t.Place, t => t.Id, cancellationToken);
        return [.. publications.Where(p => targets.ContainsKey(p.Place))
            .Select(p => new PublicationListView(p.Id, p.AssetId, targets[p.Place], PublicationView.Of(p)))];
    }
}
