namespace DigitalEmblem.Data.Files;

/// <summary>A condition on a path below the root.</summary>
/// <param name="path">Its bytes.</param>
internal delegate bool PathPredicate(ReadOnlySpan<byte> path);
