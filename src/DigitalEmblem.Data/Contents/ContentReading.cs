using System.Buffers;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Contents;

/// <summary>Reads content once from its start, and hashes it as it arrives; it is never in memory as a whole.</summary>
internal static class ContentReading
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Reads and hashes.</summary>
    /// <param name="stream">The content.</param>
    /// <param name="most">How many bytes are read at most.</param>
    /// <param name="progress">Counts the bytes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many bytes there are, and their digest; or one more than <paramref name="most"/>, and no digest.</returns>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public static async Task<(long Length, Sha256Digest? Digest)> RunAsync(
        Stream stream, long most, HashProgress progress, CancellationToken cancellationToken)
    {
        using var digest = new ContentDigest();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (true)
            {
                int count = await stream.ReadAsync(buffer.AsMemory(0, BufferBytes), cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    return (digest.Length, digest.Finish());
                }

                if (count > most - digest.Length)
                {
                    return (most + 1, null);
                }

                digest.Append(buffer.AsSpan(0, count));
                progress.AddBytes(count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
