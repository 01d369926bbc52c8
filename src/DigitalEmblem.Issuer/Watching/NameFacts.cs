using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>What is known of one name: what should be there, and what is.</summary>
internal sealed record NameFacts
{
    /// <summary>The asset, as it was before anybody looked.</summary>
    public required Asset Asset { get; init; }

    /// <summary>How it stands with its publication; null if nothing was ever to be published.</summary>
    public Publication? Publication { get; init; }

    /// <summary>The records that belong there; null if no set is in force.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Ours { get; init; }

    /// <summary>Whether an authority vouches for our set.</summary>
    public bool IsEndorsed { get; init; }

    /// <summary>What the zone's server holds; null if none is known.</summary>
    public LookupAnswer? Authoritative { get; init; }

    /// <summary>What the world sees of IHLE.</summary>
    public required LookupAnswer World { get; init; }

    /// <summary>What the world sees of TXT.</summary>
    public required LookupAnswer WorldTxt { get; init; }

    /// <summary>What our verifier says of what the world sees.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>
    /// Tokens that stand there and are emblems that this service issued for this asset, at any time; as hexadecimal text.
    /// </summary>
    public IReadOnlySet<string> IssuedHere { get; init; } = new HashSet<string>();

    /// <summary>When it was looked at.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether everybody who was asked has answered.</summary>
    public bool IsComplete => World.IsAnswer && WorldTxt.IsAnswer && (Authoritative?.IsAnswer ?? true);

    /// <summary>Whether records are the set that belongs there.</summary>
    public bool IsOurs(LookupAnswer answer) => Ours is not null && ZoneOutcome.Of(Asset.Name, answer, Ours).Seen;
}
