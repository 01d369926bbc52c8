namespace DigitalEmblem.Data.Files;

/// <summary>A folder on the way from the root to where a walk is.</summary>
internal sealed class WalkFrame(Folder folder, FileStamp stamp, NameList names, int pathLength) : IDisposable
{
    /// <summary>The folder, or null while it is closed to save a descriptor.</summary>
    internal Folder? Folder { get; set; } = folder;

    internal FileStamp Stamp { get; } = stamp;

    internal NameList Names { get; } = names;

    /// <summary>The length of its own path, without a slash behind it.</summary>
    internal int PathLength { get; } = pathLength;

    /// <summary>Whether it has no name, beside those that are left out.</summary>
    internal bool IsEmpty { get; set; } = true;

    public void Dispose()
    {
        Folder?.Dispose();
        Names.Dispose();
    }
}
