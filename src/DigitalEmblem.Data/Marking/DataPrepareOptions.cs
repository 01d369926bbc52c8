namespace DigitalEmblem.Data;

/// <summary>How data are prepared for a sign that is made elsewhere.</summary>
public sealed record DataPrepareOptions
{
    /// <summary>Paths that are not covered, and all below them. The sign names them, because anything may lie there.</summary>
    public IReadOnlyCollection<EntryPath> Exclusions { get; init; } = [];

    /// <summary>How many files are read at the same time; null for as many as there are processors.</summary>
    public int? Threads { get; init; }

    /// <summary>Is told several times a second how far the run is.</summary>
    public IProgress<DataProgress>? Progress { get; init; }
}
