namespace DigitalEmblem;

/// <summary>
/// A log's promise to include a certificate (SCT; RFC 6962, 3.2). Well-formed, and nothing more:
/// <see cref="TransparencyLog.IsPromisedBy"/> checks its signature.
/// </summary>
internal sealed class SignedCertificateTimestamp
{
    private const byte Version1 = 0;

    // static-ct-api, SCT extension: type 0, a leaf index of 40 bits.
    private const byte LeafIndexType = 0;
    private const int LeafIndexBytes = 5;

    private SignedCertificateTimestamp(Sha256Digest logId, ulong milliseconds, byte[] extensions, byte[] signature)
    {
        LogId = logId;
        Milliseconds = milliseconds;
        Extensions = extensions;
        Signature = signature;
        Timestamp = LogTime.FromMilliseconds(milliseconds);
        LeafIndex = ReadLeafIndex(extensions);
    }

    /// <summary>The log's identifier.</summary>
    public Sha256Digest LogId { get; }

    /// <summary>When the log took the certificate, to the millisecond.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The leaf index that a static log states in an extension; null if there is none, as in RFC 6962 logs.</summary>
    public ulong? LeafIndex { get; }

    /// <summary>Milliseconds since 1970, as the signature covers them.</summary>
    internal ulong Milliseconds { get; }

    /// <summary>The extensions, which signature and leaf cover.</summary>
    internal byte[] Extensions { get; }

    /// <summary>The DigitallySigned structure (RFC 5246, 4.7).</summary>
    internal byte[] Signature { get; }

    /// <summary>Reads one SCT.</summary>
    /// <param name="bytes">Its TLS encoding.</param>
    /// <exception cref="TokenFormatException">It is cut short, has bytes left over, or is of another version.</exception>
    public static SignedCertificateTimestamp Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new TlsReader(bytes);
        if (reader.UInt8() != Version1)
        {
            throw new TokenFormatException("an SCT of a version other than 1", fault: FormatFault.Unsupported);
        }

        Sha256Digest logId = reader.Digest();
        ulong milliseconds = reader.UInt64();
        byte[] extensions = reader.Opaque16().ToArray();
        byte[] signature = reader.Take(4).ToArray();
        int length = (signature[2] << 8) | signature[3];
        signature = [.. signature, .. reader.Take(length)];
        reader.End();
        return new SignedCertificateTimestamp(logId, milliseconds, extensions, signature);
    }

    /// <summary>Reads a list of SCTs (RFC 6962, 3.3), as certificates hold it. SCTs of other versions are passed over.</summary>
    /// <param name="bytes">The TLS encoding of the list.</param>
    /// <exception cref="TokenFormatException">
    /// The list, or an SCT of version 1 in it, is cut short or has bytes left over, or there are too many.
    /// </exception>
    public static IReadOnlyList<SignedCertificateTimestamp> ReadList(ReadOnlySpan<byte> bytes)
    {
        var outer = new TlsReader(bytes);
        var reader = new TlsReader(outer.Opaque16());
        outer.End();
        var scts = new List<SignedCertificateTimestamp>();
        while (!reader.AtEnd)
        {
            ReadOnlySpan<byte> one = reader.Opaque16();
            if (one.Length > 0 && one[0] == Version1)
            {
                scts.Add(Read(one));
            }

            if (scts.Count > TransparencyLimits.MaxScts)
            {
                throw new TokenFormatException($"more than {TransparencyLimits.MaxScts} SCTs", fault: FormatFault.LimitExceeded);
            }
        }

        return scts;
    }

    internal static byte[] LeafIndexExtension(ulong index) => new TlsWriter()
        .UInt8(LeafIndexType).UInt16(LeafIndexBytes).UInt8((byte)(index >> 32)).UInt16((int)((index >> 16) & 0xffff))
        .UInt16((int)(index & 0xffff)).ToArray();

    internal static ulong? ReadLeafIndex(ReadOnlySpan<byte> extensions)
    {
        try
        {
            var reader = new TlsReader(extensions);
            while (!reader.AtEnd)
            {
                byte type = reader.UInt8();
                ReadOnlySpan<byte> data = reader.Opaque16();
                if (type == LeafIndexType && data.Length == LeafIndexBytes)
                {
                    ulong index = 0;
                    foreach (byte b in data)
                    {
                        index = (index << 8) | b;
                    }

                    return index;
                }
            }
        }
        catch (TokenFormatException)
        {
            // Extensions of RFC 6962 logs are free-form, so bytes that are not this list state no index.
        }

        return null;
    }
}
