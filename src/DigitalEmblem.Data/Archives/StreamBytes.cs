namespace DigitalEmblem.Data.Archives;

/// <summary>Reads bytes at a place of a stream.</summary>
internal static class StreamBytes
{
    /// <summary>Fills a buffer from a place.</summary>
    /// <exception cref="DataFormatException">The archive ends before.</exception>
    public static void Read(Stream stream, long offset, Span<byte> buffer)
    {
        if (offset < 0 || offset > stream.Length - buffer.Length)
        {
            throw ArchiveFault.At(offset, $"ends where {buffer.Length} bytes are asked: it was cut");
        }

        stream.Position = offset;
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw ArchiveFault.At(offset, "became shorter while it was read");
        }
    }

    /// <summary>The bytes from a place on.</summary>
    public static byte[] Read(Stream stream, long offset, int length)
    {
        var bytes = new byte[length];
        Read(stream, offset, bytes);
        return bytes;
    }
}
