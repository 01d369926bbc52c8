namespace DigitalEmblem.Data.Archives;

/// <summary>
/// All members of an archive, in the order of a manifest, with what holds between them: none stands twice, none lies below one that is no
/// folder, and the sign's own members stand apart.
/// </summary>
internal sealed class ArchiveIndex
{
    private ArchiveIndex(ArchiveForm form, List<ArchiveMember> members, long end, ZipEnd zip)
    {
        Form = form;
        End = end;
        Zip = zip;
        members.Sort((a, b) => a.Path.CompareTo(b.Path));
        for (int i = 0; i < members.Count; i++)
        {
            ArchiveMember? next = i + 1 < members.Count ? members[i + 1] : null;
            if (next is not null && next.Path == members[i].Path)
            {
                throw ArchiveFault.Of(next.Path, "stands twice");
            }

            bool hasContent = next is not null && IsBelow(next.Path, members[i].Path);
            if (hasContent && members[i].Kind != EntryKind.EmptyFolder)
            {
                throw ArchiveFault.Of(next!.Path, "lies below a member that is no folder");
            }

            if (EntryRules.IsReserved(members[i].Path))
            {
                Reserved.Add(members[i]);
            }
            else if (!hasContent)
            {
                Members.Add(members[i]);
            }
        }
    }

    public ArchiveForm Form { get; }

    /// <summary>What a manifest lists: all but folders with content and the sign's own members, in order.</summary>
    public List<ArchiveMember> Members { get; } = [];

    /// <summary>The members with names that only a sign has, in order.</summary>
    public List<ArchiveMember> Reserved { get; } = [];

    /// <summary>Where the members end: at a ZIP's central directory, or at the zeros that end a tar.</summary>
    public long End { get; }

    /// <summary>The end of a ZIP.</summary>
    public ZipEnd Zip { get; }

    /// <summary>The member with the sign, or null.</summary>
    public ArchiveMember? Sign => Find(SignMember.Emblem);

    /// <summary>Reads all members of an archive.</summary>
    /// <exception cref="DataFormatException">It is no ZIP or tar, or not as the rules ask.</exception>
    /// <exception cref="IOException">It could not be read.</exception>
    public static ArchiveIndex Read(Stream stream)
    {
        ArchiveForm form = FormOf(stream)
            ?? throw ArchiveFault.At(0, "does not begin as a ZIP or a tar; a compressed tar has to be unpacked first");
        List<ArchiveMember> members;
        if (form == ArchiveForm.Zip)
        {
            members = ZipMembers.Read(stream, out ZipEnd zip);
            return new ArchiveIndex(form, members, zip.Start, zip);
        }

        members = TarMembers.Read(stream, out long end);
        return new ArchiveIndex(form, members, end, default);
    }

    /// <summary>The form that a file's first bytes say, whatever its name is; null if it is none of them.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="takesEmpty">
    /// Whether zeros are a tar, which has no members then. A disk image may begin with them, and would be read to its end.
    /// </param>
    /// <exception cref="IOException">It could not be read.</exception>
    public static ArchiveForm? FormOf(Stream stream, bool takesEmpty = true)
    {
        Span<byte> start = stackalloc byte[TarHeader.BlockSize];
        stream.Position = 0;
        start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        bool isZip = start.StartsWith("PK\x3\x4"u8) || start.StartsWith("PK\x5\x6"u8);
        bool isTar = start.Length == TarHeader.BlockSize
            && (start[257..].StartsWith("ustar"u8) || (takesEmpty && !start.ContainsAnyExcept((byte)0)));
        return isZip ? ArchiveForm.Zip : isTar ? ArchiveForm.Tar : null;
    }

    /// <summary>A file of the sign folder, or null.</summary>
    public ArchiveMember? Find(string name)
    {
        EntryPath path = SignMember.PathOf(name);
        return Reserved.Find(m => m.Path == path && m.Kind == EntryKind.File);
    }

    private static bool IsBelow(EntryPath path, EntryPath folder) => path.Bytes.Length > folder.Bytes.Length
        && path.Bytes[folder.Bytes.Length] == (byte)'/' && path.Bytes.StartsWith(folder.Bytes);
}
