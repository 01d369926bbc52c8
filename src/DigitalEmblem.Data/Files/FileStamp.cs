namespace DigitalEmblem.Data.Files;

/// <summary>
/// What a file system says of a node. Two equal stamps of one descriptor around a reading mean that the content did not change between;
/// equal stamps of two runs are good enough for <c>update</c>, never for <c>check</c>.
/// </summary>
/// <param name="Type">What it is.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Modified">When its content changed.</param>
/// <param name="Changed">When its content or what is said of it changed; programs cannot set it. Zero where the system has none.</param>
/// <param name="Inode">Its number in its file system, or zero where the system tells none.</param>
/// <param name="Device">The number of its file system, or zero where the system tells none.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Owner">The user who owns it.</param>
/// <param name="IsMountRoot">Whether another file system is mounted here, or a part of this one a second time.</param>
internal readonly record struct FileStamp(
    NodeType Type, long Size, FileTime Modified, FileTime Changed, ulong Inode, ulong Device, uint Mode, uint Owner, bool IsMountRoot)
{
    /// <summary>Whether both are stamps of the same node.</summary>
    internal bool IsSameNode(in FileStamp other) => Inode == other.Inode && Device == other.Device && Type == other.Type;
}
