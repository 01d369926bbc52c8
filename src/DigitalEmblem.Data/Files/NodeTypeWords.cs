namespace DigitalEmblem.Data.Files;

/// <summary>What stands at a path, in words for a person.</summary>
internal static class NodeTypeWords
{
    internal static string ToWords(this NodeType type) => type switch
    {
        NodeType.Link => "a symbolic link, which is not followed",
        NodeType.Folder => "a folder",
        NodeType.Pipe => "a pipe",
        NodeType.Socket => "a socket",
        NodeType.Device => "a device",
        NodeType.OtherMount => "another file system",
        _ => "no regular file",
    };
}
