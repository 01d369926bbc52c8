using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Archives;

/// <summary>
/// Writes a new archive: the members of an old one as they are, and a sign, which stands first in a tar, so that it is found in a stream,
/// and last in a ZIP, so that no offset changes.
/// </summary>
internal sealed class ArchiveCopy(Stream archive, ArchiveIndex index, SafeWrite output, CancellationToken cancellationToken)
{
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(128 * 1024);

    public void Write(byte[] sign, string manifestName, Stream manifest, DateTimeOffset at)
    {
        using var emblem = new MemoryStream(sign);
        NewMember[] members =
        [
            new(SignMember.PathOf(SignMember.Emblem), emblem),
            new(SignMember.PathOf(manifestName), manifest),
        ];
        ArchiveMember[] dropped = [.. index.Reserved.Where(SignMember.IsPart).OrderBy(m => m.RecordStart)];
        if (index.Form == ArchiveForm.Tar)
        {
            WriteTar(members, dropped, at);
        }
        else
        {
            WriteZip(members, dropped, at);
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
                : throw ArchiveFault.Of(member.Path, "is a part of a sign and not at the end: remove the sign from the archive first");
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
