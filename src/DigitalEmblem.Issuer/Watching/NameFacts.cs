using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>The facts about one name: the records that should be there, and those that are.</summary>
internal sealed record NameFacts
{
    /// <summary>The asset, as it was before the look.</summary>
    public required Asset Asset { get; init; }

    /// <summary>The name at each of its targets; none if no target holds it.</summary>
    public IReadOnlyList<PlaceFacts> Places { get; init; } = [];

    /// <summary>The records that belong there; null if no set is in force.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Ours { get; init; }

    /// <summary>Whether an authority vouches for our set.</summary>
    public bool IsEndorsed { get; init; }

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

    /// <summary>Whether the resolver and the targets' servers have answered all questions.</summary>
    public bool IsComplete => World.IsAnswer && WorldTxt.IsAnswer && Places.All(p => p.Authoritative?.IsAnswer ?? true);

    /// <summary>Whether our set was seen at all targets, and belongs there.</summary>
    public bool IsSettled => Places.Any(p => p.IsSettled) && Places.All(p => p.IsSettled || p.Publication is null or { Wanted: false });

    /// <summary>When caches that keep to the rules have let go of what was there before, at all targets; null if nothing was.</summary>
    public DateTimeOffset? CachesClearAt => Places.Max(p => p.Publication?.CachesClearAt);

    /// <summary>When our set was last seen at a target; null if it never was.</summary>
    public DateTimeOffset? SeenAt => Places.Max(p => p.Publication?.SeenAt);

    /// <summary>Whether records are the set that belongs there.</summary>
    public bool IsOurs(LookupAnswer answer) => Ours is not null && answer.IsAnswer
        && answer.Data.Select(OwnRecords.Hex).ToHashSet().SetEquals(Ours.Select(OwnRecords.Hex));
}
