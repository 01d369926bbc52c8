using System.Buffers.Binary;

namespace DigitalEmblem.Data;

/// <summary>
/// A sign and its manifest in one file, <c>NAME.adem</c> beside the file NAME (data-emblem, sign file): 16 bytes that name the form, the
/// length of the bundle, the bundle, and the manifest. It is no bundle, so that no reader of hosts' tokens reads it.
/// </summary>
public sealed class SignFile
{
    private const string Part = "sign file";

    private readonly Stream _stream;
    private readonly long _manifest;

    private SignFile(Stream stream, DataSign sign, long manifest)
    {
        _stream = stream;
        Sign = sign;
        _manifest = manifest;
    }

    /// <summary>The sign, which is not verified.</summary>
    public DataSign Sign { get; }

    /// <summary>The byte at which the manifest begins.</summary>
    internal long ManifestStart => _manifest;

    private static ReadOnlySpan<byte> Magic => "adem-signfile:1\0"u8;

    /// <summary>Whether a file begins as a sign file does.</summary>
    internal static bool IsOne(Stream stream)
    {
        Span<byte> start = stackalloc byte[Magic.Length];
        stream.Position = 0;
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(Magic);
    }

    /// <summary>Reads the sign of a file. Its manifest is read by <see cref="OpenManifest"/>, because it can be wrong by itself.</summary>
    /// <param name="stream">A stream that can seek, and holds the file from its start to its end; it stays open.</param>
    /// <exception cref="DataFormatException">It is no sign file, or its bundle is none of a sign of data.</exception>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public static SignFile Open(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> start = stackalloc byte[Magic.Length + sizeof(uint)];
        stream.Position = 0;
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.StartsWith(Magic))
        {
            throw new DataFormatException("does not begin with 'adem-signfile:1', 00 and the length of a bundle", Part, 0);
        }

        uint length = BinaryPrimitives.ReadUInt32BigEndian(start[Magic.Length..]);
        if (length > Math.Min(DataLimits.MaxBundleBytes, stream.Length - start.Length))
        {
            throw new DataFormatException(
                $"claims a bundle of {length} bytes, more than there are or more than {DataLimits.MaxBundleBytes}: it was cut or altered",
                Part,
                Magic.Length);
        }

        var bundle = new byte[length];
        if (stream.ReadAtLeast(bundle, bundle.Length, throwOnEndOfStream: false) < bundle.Length)
        {
            throw new DataFormatException("cut short while it was read", Part);
        }

        return new SignFile(stream, DataSign.Read(bundle), start.Length + (long)length);
    }

    /// <summary>Opens the manifest, which reaches to the end of the file.</summary>
    /// <exception cref="DataFormatException">It is no manifest, or that of another root.</exception>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public ManifestReader OpenManifest() => ManifestReader.Open(_stream, Sign.Root, _manifest);

    /// <summary>Goes to the first byte of the manifest, and gives the stream back.</summary>
    internal Stream AtManifest()
    {
        _stream.Position = _manifest;
        return _stream;
    }

    /// <summary>Writes a sign file.</summary>
    /// <param name="destination">Where it goes, from the present position on; it stays open.</param>
    /// <param name="bundle">The sign (<see cref="DataSigner.Sign"/>).</param>
    /// <param name="manifest">The manifest of the root that it names, from its present position to its end.</param>
    /// <exception cref="DataFormatException"><paramref name="bundle"/> is no sign of data.</exception>
    public static void Write(Stream destination, ReadOnlyMemory<byte> bundle, Stream manifest)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(manifest);
        DataSign.Read(bundle);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)bundle.Length);
        destination.Write(Magic);
        destination.Write(length);
        destination.Write(bundle.Span);
        manifest.CopyTo(destination);
        destination.Flush();
    }
}
