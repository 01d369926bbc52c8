using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Finds the mode of a manifest: nobody but its owner may read it who may not read every file and every folder, because it tells names,
/// sizes and digests (data-emblem, on disk).
/// </summary>
internal sealed class ManifestMode
{
    private const uint OwnerReadsAndWrites = 0x180, OthersRead = 0x24;

    private uint _files = OthersRead;

    private uint _folders = OthersRead;

    /// <summary>The mode after all were seen.</summary>
    public int Value => (int)(OwnerReadsAndWrites | (_files & Volatile.Read(ref _folders)));

    /// <summary>Sees a file.</summary>
    public void File(uint mode) => _files &= mode;

    /// <summary>Sees a folder: its names are known to those who may read it, and its files reached by those who may enter it.</summary>
    public void Folder(FileStamp stamp) => _folders &= stamp.Mode & (stamp.Mode << 2);
}
