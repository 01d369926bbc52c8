namespace DigitalEmblem.Data.Tests.Contents;

/// <summary>A stream that gives its bytes in pieces of any size, as a network does, and may break at its end.</summary>
internal sealed class PiecesStream(byte[] content, int seed, bool breaks = false) : MemoryStream(content, writable: false)
{
    private readonly Random _random = new(seed);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return breaks && Position == Length
            ? throw new IOException("the connection broke")
            : ValueTask.FromResult(Read(buffer.Span[..Math.Min(buffer.Length, _random.Next(1, 40))]));
    }
}
