namespace DigitalEmblem.Data;

/// <summary>What was attached.</summary>
/// <param name="Sign">The sign that is in place now.</param>
/// <param name="SignPath">Where it was written.</param>
/// <param name="Files">How many files it covers.</param>
/// <param name="Bytes">The bytes of those files, as they were prepared.</param>
public sealed record DataAttached(DataSign Sign, string SignPath, long Files, long Bytes);
