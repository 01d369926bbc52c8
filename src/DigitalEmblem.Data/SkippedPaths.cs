namespace DigitalEmblem.Data;

/// <summary>
/// The paths that a walk leaves out: the root's own sign files, and what a manifest excludes. It is asked in the order of a walk, which
/// never asks below a path that is left out.
/// </summary>
internal sealed class SkippedPaths(ValueList<EntryPath> exclusions)
{
    private readonly HashSet<EntryPath>? _exclusions = exclusions.Count == 0 ? null : [.. exclusions];

    /// <summary>Whether a path is left out.</summary>
    public bool Contains(ReadOnlySpan<byte> path) =>
        EntryRules.IsReserved(path)
        || (_exclusions is not null && EntryPath.TryOf(path, out EntryPath? whole) && _exclusions.Contains(whole));
}
