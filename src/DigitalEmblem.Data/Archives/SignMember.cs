using System.Text;

namespace DigitalEmblem.Data.Archives;

/// <summary>The names of the sign's own members, which are those of a marked folder.</summary>
internal static class SignMember
{
    public const string Emblem = "emblem";

    /// <summary>How the place of the sign in an archive is shown.</summary>
    public static string ShownIn(string archive) => $"{archive}/.adem/{Emblem}";

    /// <summary>The path of a file in the sign folder.</summary>
    public static EntryPath PathOf(string name) => EntryPath.Of(Encoding.UTF8.GetBytes(".adem/" + name));

    /// <summary>Whether a reserved member is a part of a sign: the folder, the sign, a manifest, a state.</summary>
    public static bool IsPart(ArchiveMember member)
    {
        ReadOnlySpan<byte> path = member.Path.Bytes;
        return member.Kind == EntryKind.EmptyFolder
            ? path.SequenceEqual(".adem"u8)
            : member.Kind == EntryKind.File
                && (path.SequenceEqual(".adem/emblem"u8)
                    || path.SequenceEqual(".adem/state"u8)
                    || (path.StartsWith(".adem/"u8) && path.EndsWith(".manifest"u8) && path.LastIndexOf((byte)'/') == 5));
    }

    /// <summary>Whether a reserved member is what an update of a folder leaves for the next one.</summary>
    public static bool IsState(ArchiveMember member) =>
        member.Kind == EntryKind.File && member.Path.Bytes.SequenceEqual(".adem/state"u8);

    /// <summary>Whether a reserved member is the notice for people, or has its name.</summary>
    public static bool IsNotice(ArchiveMember member) =>
        member.Kind == EntryKind.File && member.Path.Bytes.SequenceEqual(SignNames.Notice);

    /// <summary>The content of the notice; null if there is none, or what is there is broken or longer than any notice.</summary>
    /// <exception cref="IOException">The archive could not be read.</exception>
    public static byte[]? ReadNotice(ArchiveIndex index, MemberContent content)
    {
        try
        {
            return index.Reserved.Find(IsNotice) is { } member ? content.ReadAll(member, DataNotice.MaxLength) : null;
        }
        catch (DataFormatException)
        {
            return null;
        }
    }

    /// <summary>
    /// A manifest as a stream that can seek. One that lies compressed, as in a ZIP of a marked folder, is unpacked to a temporary file.
    /// </summary>
    /// <exception cref="DataFormatException">It is compressed and too large, or broken.</exception>
    public static Stream OpenManifest(Stream archive, ArchiveMember member, CancellationToken cancellationToken)
    {
        if (!member.IsDeflated)
        {
            return new PartStream(archive, member.Start, member.StoredLength);
        }

        if (member.Size > ArchiveLimits.MaxUnpackedManifest)
        {
            throw ArchiveFault.Of(member.Path, $"is compressed and has more than {ArchiveLimits.MaxUnpackedManifest} bytes");
        }

        FileStream unpacked = TemporaryFile.Create();
        using var content = new MemberContent(archive, cancellationToken);
        MemberFault fault = content.Read(member, member.Size, out _, unpacked);
        if (fault == MemberFault.None)
        {
            return unpacked;
        }

        unpacked.Dispose();
        throw ArchiveFault.Of(member.Path, MemberFaults.Words(fault));
    }
}
