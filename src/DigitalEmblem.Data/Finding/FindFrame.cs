using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Finding;

/// <summary>A folder on the way from a root to where a search is.</summary>
internal sealed class FindFrame(Folder folder, NameList? names, int pathLength) : IDisposable
{
    /// <summary>The folder, or null while it is closed to save a descriptor.</summary>
    public Folder? Folder { get; set; } = folder;

    /// <summary>Its stamp, which is taken only before it is closed.</summary>
    public FileStamp Stamp { get; set; }

    /// <summary>The names in it that are of use; null if there are none.</summary>
    public NameList? Names { get; } = names;

    /// <summary>The length of its own path, without a slash behind it.</summary>
    public int PathLength { get; } = pathLength;

    public void Dispose()
    {
        Folder?.Dispose();
        Names?.Dispose();
    }
}
