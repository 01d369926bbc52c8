using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Archives;

/// <summary>
/// Writes a new archive: the members of an old one as they are, and a sign, which stands first in a tar, so that it is found in a stream,
/// and last in a ZIP, so that no offset changes.
/// </summary>
internal sealed class ArchiveCopy(Stream archive, ArchiveIndex index, SafeWrite output, CancellationToken cancellationToken)
{
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(128 * 1024);

    /// <summary>Writes all of it.</summary>
    /// <param name="sign">The sign.</param>
    /// <param name="manifestName">The name of the manifest in the sign's folder.</param>
    /// <param name="manifest">The manifest.</param>
    /// <param name="notice">The notice, which takes the place of the one that is there; null to leave what is there.</param>
    /// <param name="at">The time that the new members have.</param>
    public void Write(byte[] sign, string manifestName, Stream manifest, byte[]? notice, DateTimeOffset at)
    {
        using var emblem = new MemoryStream(sign);
        using var text = new MemoryStream(notice ?? []);
        NewMember[] members =
        [
            new(SignMember.PathOf(SignMember.Emblem), emblem),
            new(SignMember.PathOf(manifestName), manifest),
        ];
        NewMember[] notices = notice is null ? [] : [new(EntryPath.Of(SignNames.Notice), text)];
        ArchiveMember[] dropped =
        [
            .. index.Reserved.Where(m => SignMember.IsPart(m) || (notice is not null && SignMember.IsNotice(m)))
                .OrderBy(m => m.RecordStart)
        ];
        if (index.Form == ArchiveForm.Tar)
        {
            WriteTar([.. members, .. notices], dropped, at);
        }
        else
        {
            // The notice stands before the sign, so that a later marking finds the old sign at the end and can leave it out.
            WriteZip([.. notices, .. members], dropped, at);
        }
    }

    private void WriteTar(NewMember[] members, ArchiveMember[] dropped, DateTimeOffset at)
    {
        long length = 0;
        foreach (NewMember member in members)
        {
            output.Write(TarWriter.Header(member, at));
            Copy(member.Content, 0, member.Content.Length);
            byte[] padding = TarWriter.Padding(member.Content.Length);
            output.Write(padding);
            length += TarHeader.BlockSize + member.Content.Length + padding.Length;
        }

        long from = 0;
        foreach (ArchiveMember member in dropped)
        {
            Copy(archive, from, member.RecordStart - from);
            length += member.RecordStart - from;
            from = member.RecordEnd;
        }

        Copy(archive, from, index.End - from);
        output.Write(TarWriter.End(length + index.End - from));
    }

    private void WriteZip(NewMember[] members, ArchiveMember[] dropped, DateTimeOffset at)
    {
        long end = index.End;
        foreach (ArchiveMember member in dropped.Reverse())
        {
            end = member.RecordEnd == end
                ? member.RecordStart
                : throw ArchiveFault.Of(
                    member.Path, "belongs to a sign and does not lie at the end: take that sign out of a copy, and mark the copy");
        }

        Copy(archive, 0, end);
        var writer = new ZipWriter(output, end, at);
        foreach (NewMember member in members)
        {
            writer.Begin(member);
            Copy(member.Content, 0, member.Content.Length);
            writer.End(member);
        }

        writer.Finish(ZipDirectory.Without(archive, index.Zip, end));
    }

    private void Copy(Stream from, long start, long length)
    {
        from.Position = start;
        for (long left = length; left > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = from.Read(_buffer.AsSpan(0, (int)Math.Min(left, _buffer.Length)));
            output.Write(count > 0 ? _buffer.AsSpan(0, count) : throw new IOException("The archive became shorter while it was read."));
            left -= count;
        }
    }
}
