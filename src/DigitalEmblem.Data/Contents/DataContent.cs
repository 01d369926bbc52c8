namespace DigitalEmblem.Data;

/// <summary>Content that lies elsewhere than in a file system, such as an object of a store, opened to be read once.</summary>
public sealed class DataContent : IAsyncDisposable
{
    /// <summary>Takes over a stream, which is disposed with it.</summary>
    /// <param name="stream">
    /// Where it is read from, to its end. The stream need not seek. It throws <see cref="IOException"/>, whose message is a sentence for a
    /// person, if the content cannot be read on or is no longer the content that was opened.
    /// </param>
    /// <param name="length">How many bytes there are, if that is known; null if not.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public DataContent(Stream stream, long? length)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (length is { } known)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(known, nameof(length));
        }

        Stream = stream;
        Length = length;
    }

    /// <summary>Where it is read from.</summary>
    public Stream Stream { get; }

    /// <summary>How many bytes there are; null if that is not known.</summary>
    public long? Length { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Stream.DisposeAsync();
}
