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

    /// <summary>The sets that belong there; null if none is in force.</summary>
    public IReadOnlyList<IssuedSet>? Ours { get; init; }

    /// <summary>Whether an authority vouches for our set.</summary>
    public bool IsEndorsed { get; init; }

    /// <summary>What the resolver shows.</summary>
    public required NameStanding World { get; init; }

    /// <summary>Our verifier's verdict on the resolver's answers.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>
    /// The records there that are emblems that this service issued for this asset at any time, in the form in which they are compared.
    /// </summary>
    public IReadOnlySet<string> IssuedHere { get; init; } = new HashSet<string>();

    /// <summary>The time of the look.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether the resolver and the targets' servers have answered all questions.</summary>
    public bool IsComplete => World.IsAnswered && Places.All(p => p.Authoritative?.IsAnswered ?? true);

    /// <summary>Whether our set was seen at all targets, and belongs there.</summary>
    public bool IsSettled => Places.Any(p => p.IsSettled) && Places.All(p => p.IsSettled || p.Publication is null or { Wanted: false });

    /// <summary>When caches that keep to the rules have let go of what was there before, at all targets; null if nothing was.</summary>
    public DateTimeOffset? CachesClearAt => Places.Max(p => p.Publication?.CachesClearAt);

    /// <summary>When our set was last seen at a target; null if it never was.</summary>
    public DateTimeOffset? SeenAt => Places.Max(p => p.Publication?.SeenAt);

    /// <summary>
    /// Whether a name shows what it should. In a profile in which it is marked, that is our set and nothing else; in another profile, it is
    /// no emblem of ours. A type that was not answered is left out.
    /// </summary>
    public bool IsOurs(NameStanding shown) => Ours is not null && shown.Records.Where(r => r.Answer.IsAnswer).All(r =>
    {
        HashSet<string> there = [.. r.OfEmblems.Select(r.Key)], wanted = [.. DataOf(r.Type).Select(OwnRecords.Hex)];
        return wanted.Count > 0 ? there.SetEquals(wanted) : !there.Overlaps(IssuedHere);
    });

    /// <summary>Whether an emblem is shown that this service issued for this asset.</summary>
    public bool HasOwn(NameStanding shown) => shown.OfEmblems.Select(OwnRecords.Hex).Any(IssuedHere.Contains);

    /// <summary>
    /// Whether records of a type are shown and none of them is an emblem that this service issued for this asset. Endorsements and keys
    /// count as ours only beside an emblem of ours.
    /// </summary>
    public bool HasForeign(NameStanding shown) => shown.Records.Any(r => HasForeign(shown, r.Type));

    /// <summary>The same for one type.</summary>
    public bool HasForeign(NameStanding shown, ushort type) => shown.Records.Where(r => r.Type == type)
        .Any(r => r.OfEmblems.Count > 0 && !r.OfEmblems.Select(r.Key).Any(IssuedHere.Contains));

    private IEnumerable<ReadOnlyMemory<byte>> DataOf(ushort type) =>
        Ours!.Where(s => (s.Profile == TokenProfile.Jws) == (type == StandingRecords.Txt)).SelectMany(s => s.ToData());
}
