using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>The facts about one name: the records that should be there, and those that are.</summary>
internal sealed record NameFacts
{
    /// <summary>The asset, as it was before the look.</summary>
    public required Asset Asset { get; init; }

    /// <summary>Its publication; null if it never had one.</summary>
    public Publication? Publication { get; init; }

    /// <summary>The sets that belong there; null if none is in force.</summary>
    public IReadOnlyList<IssuedSet>? Ours { get; init; }

    /// <summary>Whether an authority vouches for our set.</summary>
    public bool IsEndorsed { get; init; }

    /// <summary>The answer of the zone's server; null if no server is known.</summary>
    public LookupAnswer? Authoritative { get; init; }

    /// <summary>The resolver's answer for IHLE.</summary>
    public required LookupAnswer World { get; init; }

    /// <summary>The resolver's answer for TXT.</summary>
    public required LookupAnswer WorldTxt { get; init; }

    /// <summary>Our verifier's verdict on the resolver's answers.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>
    /// The tokens there that are emblems that this service issued for this asset at any time; as hexadecimal text.
    /// </summary>
    public IReadOnlySet<string> IssuedHere { get; init; } = new HashSet<string>();

    /// <summary>The time of the look.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the resolver and the zone's server, if known, have answered all questions.</summary>
    public bool IsComplete => World.IsAnswer && WorldTxt.IsAnswer && (Authoritative?.IsAnswer ?? true);

    /// <summary>Whether an answer for IHLE has what belongs there.</summary>
    public bool IsOurs(LookupAnswer answer) => Ours is not null && ZoneOutcome.Of(Asset.Name, answer, DataOf(TokenProfile.Cwt)).Seen;

    /// <summary>The data of the records of a profile that belong there; none if none do.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> DataOf(TokenProfile profile) =>
        Ours?.FirstOrDefault(s => s.Profile == profile)?.ToData() ?? [];
}
