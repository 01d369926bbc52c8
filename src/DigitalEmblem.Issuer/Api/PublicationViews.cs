using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;

namespace DigitalEmblem.Issuer.Api;

/// <summary>How it stands with a publication.</summary>
/// <param name="State">Due or Seen.</param>
/// <param name="Wanted">Whether an emblem should be there; if not, nothing should.</param>
/// <param name="SeenAt">When it was last seen as it should be.</param>
/// <param name="CachesClearAt">When what was there before has left all caches that keep to the rules.</param>
/// <param name="Attempts">How often the present state was tried to bring about.</param>
/// <param name="NextAttempt">When it is tried, or looked at, again; null if nothing is due.</param>
/// <param name="Fault">Why it is not seen yet.</param>
/// <param name="ForeignSha256">
/// The SHA-256 digests of records of another party at the name, which keep ours from being published; none if none do.
/// </param>
internal sealed record PublicationView(
    string State,
    bool Wanted,
    DateTimeOffset? SeenAt,
    DateTimeOffset? CachesClearAt,
    int Attempts,
    DateTimeOffset? NextAttempt,
    string? Fault,
    IReadOnlyList<string> ForeignSha256)
{
    public static PublicationView Of(Publication p) =>
        new(
            p.State.ToString(),
            p.Wanted,
            p.SeenAt,
            p.CachesClearAt,
            p.Attempts,
            p.State == PublicationState.Due ? p.NextAttempt : null,
            p.Fault?.ToString(),
            p.Foreign?.Split(' ') ?? []);
}

/// <summary>How it stands with an asset at all its targets.</summary>
/// <param name="State">Due while it is due at one of them.</param>
/// <param name="Wanted">Whether an emblem should be at one of them.</param>
/// <param name="SeenAt">When it was last seen at all of them; null if it was not yet.</param>
/// <param name="CachesClearAt">When what was there before has left all caches that keep to the rules.</param>
/// <param name="Attempts">How often the present state was tried to bring about, at the one where it takes longest.</param>
/// <param name="NextAttempt">When it is tried, or looked at, again; null if nothing is due.</param>
/// <param name="Fault">Why it is not seen yet.</param>
/// <param name="Targets">How it stands at each of them.</param>
internal sealed record AssetPublicationView(
    string State,
    bool Wanted,
    DateTimeOffset? SeenAt,
    DateTimeOffset? CachesClearAt,
    int Attempts,
    DateTimeOffset? NextAttempt,
    string? Fault,
    IReadOnlyList<PublicationListView> Targets)
{
    public static async Task<AssetPublicationView> OfAsync(
        IssuerStore store, IReadOnlyList<Publication> all, CancellationToken cancellationToken) => new(
        all.Min(p => p.State).ToString(),
        all.Any(p => p.Wanted),
        all.All(p => p.SeenAt is not null) ? all.Min(p => p.SeenAt) : null,
        all.Max(p => p.CachesClearAt),
        all.Max(p => p.Attempts),
        all.Where(p => p.State == PublicationState.Due).Min(p => (DateTimeOffset?)p.NextAttempt),
        all.Where(p => p.State == PublicationState.Due).Select(p => p.Fault?.ToString()).FirstOrDefault(f => f is not null),
        await store.ReadAsync(d => PublicationListView.OfAsync(d, all, cancellationToken)));
}

/// <summary>What was set going.</summary>
/// <param name="Names">How many names are looked at now.</param>
internal sealed record NamesLookedAt(int Names);

/// <summary>How control of an asset's zone is shown.</summary>
/// <param name="Name">Where the TXT record has to stand.</param>
/// <param name="Challenge">What has to stand in it.</param>
/// <param name="ShownAt">When it was last seen; null if never.</param>
/// <param name="Found">What was found instead just now, and what to do; null if it was as it should be, or nobody looked.</param>
internal sealed record ControlView(string Name, string Challenge, DateTimeOffset? ShownAt, string? Found)
{
    public static ControlView Of(Asset asset, string? found) =>
        new(asset.ControlName, asset.ControlChallenge, asset.ControlProvenAt, found);
}

/// <summary>How control of a whole zone is shown.</summary>
/// <param name="Name">Where the TXT record has to stand.</param>
/// <param name="Challenge">What has to stand in it.</param>
internal sealed record ZoneControlView(string Name, string Challenge)
{
    public static ZoneControlView Of(ControlRecord record) => new(ControlRecord.NameOf(record.Of), record.Challenge);
}

/// <summary>How it stands with the control of a target's names.</summary>
/// <param name="Shown">How many were shown now.</param>
/// <param name="Remaining">How many are not shown yet.</param>
/// <param name="Faults">What was found instead at those that were tried.</param>
internal sealed record TargetControlView(int Shown, int Remaining, IReadOnlyList<ControlFaultView> Faults);

/// <summary>A name whose control was not shown.</summary>
/// <param name="Name">The name.</param>
/// <param name="Found">What was found instead, and what to do.</param>
internal sealed record ControlFaultView(string Name, string Found);
