namespace DigitalEmblem.Data.Archives;

/// <summary>
/// A part of a stream, read only. It gives the last byte alone, so that it shows whether a decompressor needed all of it: one that ends
/// before leaves bytes behind which no reader of the content sees.
/// </summary>
internal sealed class PartStream(Stream stream, long start, long length) : Stream
{
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    /// <summary>The furthest byte that was read.</summary>
    public long Furthest { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        long left = length - _position;
        int count = (int)Math.Min(buffer.Length, left > 1 ? left - 1 : left);
        if (count <= 0)
        {
            return 0;
        }

        stream.Position = start + _position;
        int read = stream.Read(buffer[..count]);
        _position += read;
        Furthest = Math.Max(Furthest, _position);
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => _position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
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
}
