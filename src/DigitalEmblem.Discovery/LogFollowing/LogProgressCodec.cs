using System.Numerics;

namespace DigitalEmblem.Discovery;

/// <summary>
/// How a <see cref="LogProgress"/> is stored: TLS encoding, and SHA-256 over all of it at the end, so that damage is told apart from a log
/// that signed another tree. The heads bear the log's signatures, which are verified when it is read.
/// </summary>
internal static class LogProgressCodec
{
    /// <summary>The most bytes of one: two heads with RSA signatures, and 63 hashes.</summary>
    public const int MaxBytes = 8 * 1024;

    private const byte Form = 1;

    /// <summary>Writes it.</summary>
    public static byte[] Write(LogProgress progress)
    {
        TlsWriter writer = new TlsWriter().UInt8(Form).Digest(progress.LogId);
        Time(writer, progress.Since);
        Time(writer, progress.Reached);
        Time(writer, progress.NotBefore);
        writer.UInt8(progress.From is null ? (byte)0 : (byte)1);
        if (progress.From is { } from)
        {
            writer.UInt64(from);
        }

        writer.UInt8((byte)progress.Fault).UInt16(progress.Failures).UInt64(progress.UnreadableEntries);
        Head(writer, progress.Head);
        Head(writer, progress.Contradiction);
        writer.UInt8(progress.Frontier is null ? (byte)0 : (byte)1);
        if (progress.Frontier is { } frontier)
        {
            writer.UInt64(frontier.Size);
            foreach (Sha256Digest peak in frontier.Peaks)
            {
                writer.Digest(peak);
            }
        }

        return writer.Digest(Sha256Digest.Of(writer.Written)).ToArray();
    }

    /// <summary>Reads it.</summary>
    /// <param name="bytes">What was written.</param>
    /// <param name="log">The log that it is about.</param>
    /// <exception cref="TokenFormatException">It is damaged, of another log, or contradicts itself.</exception>
    public static LogProgress Read(ReadOnlySpan<byte> bytes, TransparencyLog log)
    {
        LogProgress progress = Read(bytes);
        if (progress.LogId != log.Id)
        {
            throw new TokenFormatException("the position of another log");
        }

        SignedTreeHead?[] heads = [progress.Head, progress.Contradiction];
        return heads.OfType<SignedTreeHead>().All(log.Signed)
            ? progress
            : throw new TokenFormatException("a tree head in it is not signed by the key that the log list has for the log");
    }

    /// <summary>Reads it without looking at whose signatures the heads bear.</summary>
    internal static LogProgress Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is <= Sha256Digest.Length or > MaxBytes
            || Sha256Digest.Of(bytes[..^Sha256Digest.Length]) != new Sha256Digest(bytes[^Sha256Digest.Length..]))
        {
            throw new TokenFormatException("it is damaged: its checksum does not fit");
        }

        var reader = new TlsReader(bytes[..^Sha256Digest.Length]);
        if (reader.UInt8() != Form)
        {
            throw new TokenFormatException("written by a later version of this program", fault: FormatFault.Unsupported);
        }

        var progress = new LogProgress
        {
            LogId = reader.Digest(),
            Since = Time(ref reader) ?? throw new TokenFormatException("it does not say since when"),
            Reached = Time(ref reader),
            NotBefore = Time(ref reader),
            From = IsThere(ref reader) ? Number(ref reader) : null,
            Fault = Fault(reader.UInt8()),
            Failures = reader.UInt16(),
            UnreadableEntries = Number(ref reader),
            Head = Head(ref reader),
            Contradiction = Head(ref reader),
            Frontier = IsThere(ref reader) ? Frontier(ref reader) : null,
        };
        reader.End();
        bool fits = (progress.Head, progress.Frontier) switch
        {
            (null, null) => true,
            ({ } head, { } frontier) => frontier.Size < head.TreeSize
                || (frontier.Size == head.TreeSize && frontier.Root() == head.RootHash),
            _ => false,
        };
        return fits ? progress : throw new TokenFormatException("its position does not lie in the tree that it names");
    }

    private static MerkleFrontier Frontier(ref TlsReader reader)
    {
        ulong size = Number(ref reader);
        var peaks = new Sha256Digest[BitOperations.PopCount(size)];
        for (int i = 0; i < peaks.Length; i++)
        {
            peaks[i] = reader.Digest();
        }

        return MerkleFrontier.Of(size, peaks);
    }

    private static LogFault Fault(byte value) => Enum.IsDefined((LogFault)value)
        ? (LogFault)value
        : throw new TokenFormatException("a fault that this program does not know", fault: FormatFault.Unsupported);

    private static void Head(TlsWriter writer, SignedTreeHead? head)
    {
        writer.UInt8(head is null ? (byte)0 : (byte)1);
        if (head is not null)
        {
            writer.UInt64(head.TreeSize).UInt64(head.Milliseconds).Digest(head.RootHash).Opaque16(head.Signature.Span);
        }
    }

    private static SignedTreeHead? Head(ref TlsReader reader) => IsThere(ref reader)
        ? new SignedTreeHead(Number(ref reader), reader.UInt64(), reader.Digest(), reader.Opaque16().ToArray())
        : null;

    private static bool IsThere(ref TlsReader reader) => reader.UInt8() switch
    {
        0 => false,
        1 => true,
        _ => throw new TokenFormatException("neither 0 nor 1 stands before a part"),
    };

    // No log has more entries, and counting on does not overflow.
    private static ulong Number(ref TlsReader reader) => reader.UInt64() is var number and <= long.MaxValue
        ? number
        : throw new TokenFormatException("a number of more than 63 bits");

    // Zero stands for no time; before 1970 nothing was followed.
    private static void Time(TlsWriter writer, DateTimeOffset? time) =>
        writer.UInt64((ulong)Math.Max(0, time?.ToUnixTimeMilliseconds() ?? 0));

    private static DateTimeOffset? Time(ref TlsReader reader) =>
        reader.UInt64() is var milliseconds and > 0 ? LogTime.FromMilliseconds(milliseconds) : null;
}
