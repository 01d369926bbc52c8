namespace DigitalEmblem.Data;

/// <summary>What was marked.</summary>
/// <param name="Root">The root that the sign names.</param>
/// <param name="Sign">The bundle that was written.</param>
/// <param name="SignPath">Where it was written.</param>
/// <param name="Files">How many files it covers; of a volume, those of all generations that are there.</param>
/// <param name="Bytes">The bytes of those files.</param>
/// <param name="FilesRead">How many of them were read; an update takes the others as they were.</param>
/// <param name="NotCovered">How many entries were seen and are not covered (devices, pipes, other file systems).</param>
/// <param name="Expires">When the sign ends.</param>
public sealed record DataMarked(
    DataRoot Root,
    ReadOnlyMemory<byte> Sign,
    string SignPath,
    long Files,
    long Bytes,
    long FilesRead,
    long NotCovered,
    DateTimeOffset Expires)
{
    /// <summary>The generation of a volume that the sign names; null if it is no volume.</summary>
    public GenerationMarked? Generation { get; init; }
}
