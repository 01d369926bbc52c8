using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>How it stands.</summary>
/// <param name="Organization">Whose service this is; null if none is set up.</param>
/// <param name="Assets">How many names there are.</param>
/// <param name="Data">How many data there are.</param>
/// <param name="EmblemsDue">How many emblems are to be issued now.</param>
/// <param name="PublicationsDue">How many names are not yet seen in the DNS as they should be.</param>
/// <param name="PublicationsFailed">How many of these failed the last time.</param>
/// <param name="NextExpiry">When the first emblem in force expires, if it is not renewed.</param>
/// <param name="OpenCompromises">How many compromised keys something may still rest on.</param>
/// <param name="OpenSignings">How many signing requests wait for the other machine.</param>
/// <param name="OpenApplications">How many applications wait for a decision or a signature.</param>
/// <param name="LastRound">When this instance's work last got through.</param>
/// <param name="Fault">Why its last round did not.</param>
internal sealed record StatusView(
    string? Organization,
    AssetCounts Assets,
    AssetCounts Data,
    int EmblemsDue,
    int PublicationsDue,
    int PublicationsFailed,
    DateTimeOffset? NextExpiry,
    int OpenCompromises,
    int OpenSignings,
    int OpenApplications,
    DateTimeOffset? LastRound,
    string? Fault);

/// <summary>Names or data by their state.</summary>
internal sealed record AssetCounts(int Listed, int Marked, int Withdrawn)
{
    public static AssetCounts Of(IReadOnlyDictionary<AssetState, int> counts) => new(
        counts.GetValueOrDefault(AssetState.Listed),
        counts.GetValueOrDefault(AssetState.Marked),
        counts.GetValueOrDefault(AssetState.Withdrawn));
}
