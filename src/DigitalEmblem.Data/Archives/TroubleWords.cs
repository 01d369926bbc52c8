using System.Globalization;
using System.Runtime.InteropServices;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Archives;

/// <summary>A trouble of the file system in words for a person.</summary>
internal static class TroubleWords
{
    public static string Of(Trouble trouble) => trouble.Kind switch
    {
        TroubleKind.Denied => "this user may not read it",
        TroubleKind.Vanished => "it is not there",
        TroubleKind.Moving => "it changed while it was read, or is a link",
        TroubleKind.TooLong => "its name or path is too long",
        TroubleKind.NoDescriptors => "too many files are open",
        TroubleKind.Unnameable => "its name is not text, which this system cannot open",
        _ => Linux.IsHere && trouble.Error > 0
            ? Marshal.GetPInvokeErrorMessage(trouble.Error)
            : string.Create(CultureInfo.InvariantCulture, $"the system failed ({trouble.Error})"),
    };

    /// <summary>What stands where a regular file is asked.</summary>
    public static string Of(NodeType type) => type switch
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
