namespace DigitalEmblem.Data.Archives;

/// <summary>
/// Reads the name of a member (data-emblem, archives): bytes, with at most one leading <c>./</c>, as tar writes it for a folder's
/// content. A name that leads out of the folder where the archive is unpacked is refused.
/// </summary>
internal static class MemberName
{
    /// <summary>Reads a name.</summary>
    /// <param name="name">Its bytes.</param>
    /// <param name="isFolder">Whether it is that of a folder, which may end with a slash.</param>
    /// <param name="offset">Where it stands, for the message.</param>
    /// <returns>The path; null for the folder that holds all others (<c>./</c>).</returns>
    public static EntryPath? Read(ReadOnlySpan<byte> name, bool isFolder, long offset)
    {
        ReadOnlySpan<byte> rest = name.StartsWith("./"u8) ? name[2..] : name;
        if (isFolder)
        {
            rest = rest.EndsWith("/"u8) ? rest[..^1] : rest;
            if (name.Length > 0 && (rest.IsEmpty || rest.SequenceEqual("."u8)) && name[0] == (byte)'.')
            {
                return null;
            }
        }

        return EntryPath.TryOf(rest, out EntryPath? path)
            ? path
            : throw ArchiveFault.At(
                offset, "has a member whose name is absolute, leads upwards, is empty or too long, or ends as a folder's");
    }
}
