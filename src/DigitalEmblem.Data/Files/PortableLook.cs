namespace DigitalEmblem.Data.Files;

/// <summary>What System.IO says of a node.</summary>
internal static class PortableLook
{
    /// <summary>Hidden and system files too: each one is a part of the data.</summary>
    internal static EnumerationOptions Everything { get; } = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        MatchType = MatchType.Simple,
        RecurseSubdirectories = false,
    };

    internal static NodeType TypeOf(FileSystemInfo node)
    {
        FileAttributes attributes = node.Attributes;
        return attributes.HasFlag(FileAttributes.ReparsePoint) && node.LinkTarget is not null ? NodeType.Link
            : attributes.HasFlag(FileAttributes.Directory) ? NodeType.Folder
            : attributes.HasFlag(FileAttributes.Device) ? NodeType.Device
            : NodeType.File;
    }

    internal static Trouble At(FileSystemInfo node, out FileStamp stamp)
    {
        stamp = default;
        try
        {
            node.Refresh();
            NodeType type = TypeOf(node);

            // The mode of a link that leads nowhere is -1.
            uint mode = OperatingSystem.IsWindows() ? 0 : (uint)((int)node.UnixFileMode & 0xFFF);
            long size = type == NodeType.File ? ((FileInfo)node).Length : 0;
            stamp = new FileStamp(type, size, FileTime.Of(node.LastWriteTimeUtc), default, 0, 0, mode, 0, false);
            return Trouble.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Trouble.Of(exception);
        }
    }
}
