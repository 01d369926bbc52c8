namespace DigitalEmblem.Data;

/// <summary>What was prepared.</summary>
/// <param name="Root">The root to be signed. It tells nothing of the data.</param>
/// <param name="ManifestPath">Where the manifest waits for its sign. It tells all names, sizes and digests, and stays here.</param>
/// <param name="Files">How many files it covers.</param>
/// <param name="Bytes">The bytes of those files.</param>
/// <param name="NotCovered">How many entries were seen and are not covered (devices, pipes, other file systems).</param>
public sealed record DataPrepared(DataRoot Root, string ManifestPath, long Files, long Bytes, long NotCovered);
