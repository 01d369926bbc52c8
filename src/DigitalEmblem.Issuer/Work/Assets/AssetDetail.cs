using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Watching;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>All that is known of an asset, for its page.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Emblems">Its last emblems, the newest first.</param>
/// <param name="Targets">The targets in use that hold its name; none if no zone does.</param>
/// <param name="Places">How it stands with its records, by place.</param>
/// <param name="Alerts">The open alerts about its name.</param>
/// <param name="Observed">What the world showed, the latest look first.</param>
/// <param name="Proposed">The proposal to mark it that waits for a second officer; null if there is none.</param>
/// <param name="At">Now.</param>
internal sealed record AssetDetail(
    Asset Asset,
    IReadOnlyList<IssuedEmblem> Emblems,
    IReadOnlyList<PublicationTarget> Targets,
    IReadOnlyList<PublishedPlace> Places,
    IReadOnlyList<Alert> Alerts,
    IReadOnlyList<ObservedName> Observed,
    MarkProposal? Proposed,
    DateTimeOffset At)
{
    /// <summary>The profiles in which it is marked, or would be.</summary>
    public MarkProfiles Profiles => Asset.Profiles ?? Targets.Aggregate(MarkProfiles.None, (all, t) => all | t.Profiles);

    /// <summary>Whether records of another party hinder ours.</summary>
    public bool IsHindered => Places.Any(p => p.Publication.Foreign is not null && p.Publication.TakesOver is null);
}
