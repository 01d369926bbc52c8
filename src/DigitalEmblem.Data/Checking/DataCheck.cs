using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>What a check of data has found in the end.</summary>
public sealed record DataCheck
{
    /// <summary>The outcome.</summary>
    public required DataOutcome Outcome { get; init; }

    /// <summary>Why, in one sentence for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>Where the sign was found; null if there is none.</summary>
    public string? SignPath { get; init; }

    /// <summary>In which form the sign was found; null if there is none.</summary>
    public FoundPlace? Place { get; init; }

    /// <summary>
    /// The path below the marked folder of the only part that was checked, where the sign lies in a folder above what was asked about; null
    /// if all was checked that the sign covers.
    /// </summary>
    public EntryPath? Part { get; init; }

    /// <summary>The verdict on the sign alone; null if there is none, or it is malformed.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The root that the sign names; null if there is none, or it is malformed.</summary>
    public DataRoot? Root { get; init; }

    /// <summary>What the manifest says of itself; null if it could not be read.</summary>
    public ManifestTerms? Terms { get; init; }

    /// <summary>What is found of the generations of a volume; null if the data are none, or its manifest could not be read.</summary>
    public VolumeCheck? Volume { get; init; }

    /// <summary>
    /// Whether <c>DIGITAL-EMBLEM-NOTICE.txt</c> is there and is not the text for this sign: it may have been altered, or another version
    /// of this library wrote it. The manifest does not cover it, so that the outcome is not changed by it.
    /// </summary>
    public bool NoticeChanged { get; init; }

    /// <summary>How many entries have each standing, zero among them.</summary>
    public IReadOnlyDictionary<EntryStanding, long> Counts { get; init; } = new CheckTally().Counts;

    /// <summary>The bytes of files that were read and are as listed.</summary>
    public long BytesCovered { get; init; }

    /// <summary>The facts of a location sign, in their order; empty for every other sign, and where the sign is not accepted.</summary>
    public IReadOnlyList<CheckedFact> Facts { get; init; } = [];

    /// <summary>The host that the caller stated; null if none.</summary>
    public DomainName? StatedHost { get; init; }

    /// <summary>The verdict on the emblem of that host, for a location sign; null if the caller was not asked for it.</summary>
    public Verdict? HostVerdict { get; init; }
}
