namespace DigitalEmblem.Data.Files;

/// <summary>
/// An open file as a stream to read, with the length that it had when the stream was made. Several streams may share one file. A file that
/// is shorter by now ends early.
/// </summary>
/// <param name="file">The file, which stays the caller's.</param>
/// <param name="length">Its bytes.</param>
internal sealed class OpenFileStream(OpenFile file, long length) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

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
}
