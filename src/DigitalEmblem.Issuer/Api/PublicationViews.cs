using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>How it stands with a publication.</summary>
/// <param name="State">Due or Seen.</param>
/// <param name="Wanted">Whether an emblem should be there; if not, nothing should.</param>
/// <param name="SeenAt">When it was last seen as it should be.</param>
/// <param name="CachesClearAt">When what was there before has left all caches that keep to the rules.</param>
/// <param name="Attempts">How often the present state was tried to bring about.</param>
/// <param name="NextAttempt">When it is tried, or looked at, again; null if nothing is due.</param>
/// <param name="Fault">Why it is not seen yet.</param>
internal sealed record PublicationView(
    string State,
    bool Wanted,
    DateTimeOffset? SeenAt,
    DateTimeOffset? CachesClearAt,
    int Attempts,
    DateTimeOffset? NextAttempt,
    string? Fault)
{
    public static PublicationView Of(Publication p) =>
        new(
            p.State.ToString(),
            p.Wanted,
            p.SeenAt,
            p.CachesClearAt,
            p.Attempts,
            p.State == PublicationState.Due ? p.NextAttempt : null,
            p.Fault);
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

/// <summary>How it stands with the control of a target's names.</summary>
/// <param name="Shown">How many were shown now.</param>
/// <param name="Remaining">How many are not shown yet.</param>
/// <param name="Faults">What was found instead at those that were tried.</param>
internal sealed record TargetControlView(int Shown, int Remaining, IReadOnlyList<ControlFaultView> Faults);

/// <summary>A name whose control was not shown.</summary>
/// <param name="Name">The name.</param>
/// <param name="Found">What was found instead, and what to do.</param>
internal sealed record ControlFaultView(string Name, string Found);
