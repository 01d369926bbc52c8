namespace DigitalEmblem.Data;

/// <summary>How far a run over many files is.</summary>
/// <param name="Files">Files that are done.</param>
/// <param name="Bytes">The bytes of those files, and those read so far of the others.</param>
/// <param name="TotalFiles">How many files there will be; null while that is not known.</param>
/// <param name="TotalBytes">How many bytes there will be; null while that is not known.</param>
public readonly record struct DataProgress(long Files, long Bytes, long? TotalFiles, long? TotalBytes);
