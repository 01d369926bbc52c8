using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Archives;

/// <summary>An open file as a stream that only reads. Its length is that of a look before; it owns the file.</summary>
internal sealed class OpenFileStream(OpenFile file, long length) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <summary>Opens what is at a name in a folder, if it is a regular file. A pipe or a device is not opened.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="path">The path below it, bytes.</param>
    /// <param name="stream">The stream, or null.</param>
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
            stream = new OpenFileStream(opened, stamp.Size);
            return trouble;
        }

        opened.Dispose();
        return trouble;
    }

    /// <summary>What the file system says of the file now.</summary>
    public Trouble Look(out FileStamp stamp) => file.Look(out stamp);

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        buffer = buffer[..(int)Math.Clamp(length - Position, 0, buffer.Length)];
        Trouble trouble = file.Read(buffer, Position, out int count);
        if (!trouble.IsNone)
        {
            throw new IOException($"The file cannot be read: {TroubleWords.Of(trouble)}.");
        }

        Position += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        file.Dispose();
        base.Dispose(disposing);
    }
}
