namespace DigitalEmblem.Data.Files;

/// <summary>
/// An open file as a stream to read, with the length that it had when the stream was made. Several streams may share one file. A file that
/// is shorter by now ends early.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="length">Its bytes.</param>
/// <param name="ownsFile">Whether the file is closed with the stream.</param>
internal sealed class OpenFileStream(OpenFile file, long length, bool ownsFile = false) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    /// <summary>Opens what is at a name in a folder, if it is a regular file. A pipe or a device is not opened.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The path below it, bytes.</param>
    /// <param name="stream">The stream, which owns the file; or null.</param>
    /// <param name="stamp">What the file system says of the file; of what is there instead, if it is none.</param>
    public static Trouble TryOpen(Folder folder, ReadOnlySpan<byte> path, out OpenFileStream? stream, out FileStamp stamp)
    {
        stream = null;
        Trouble trouble = folder.Look(path, out stamp);
        if (!trouble.IsNone || stamp.Type != NodeType.File)
        {
            return trouble;
        }

        trouble = folder.OpenFile(path, out OpenFile? opened);
        if (opened is null)
        {
            return trouble;
        }

        trouble = opened.Look(out stamp);
        if (trouble.IsNone && stamp.Type == NodeType.File)
        {
            stream = new OpenFileStream(opened, stamp.Size, ownsFile: true);
            return trouble;
        }

        opened.Dispose();
        return trouble;
    }

    /// <summary>What the file system says of the file now.</summary>
    public Trouble Look(out FileStamp stamp) => file.Look(out stamp);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Clamp(length - Position, 0, buffer.Length);
        Trouble trouble = file.Read(buffer[..wanted], Position, out int count);
        if (!trouble.IsNone)
        {
            throw new IOException($"A file cannot be read: {trouble.ToWords()}.", trouble.Error);
        }

        Position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => Position,
        _ => length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (ownsFile)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
