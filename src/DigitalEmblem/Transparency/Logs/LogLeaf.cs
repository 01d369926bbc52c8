namespace DigitalEmblem;

/// <summary>
/// A leaf of a certificate log, the MerkleTreeLeaf of RFC 6962, 3.4: a time, and a certificate, or the TBSCertificate of a
/// precertificate with the hash of its issuer's key.
/// </summary>
internal sealed class LogLeaf
{
    private const byte Version1 = 0;
    private const byte TimestampedEntry = 0;

    private LogLeaf(ulong milliseconds, Sha256Digest? issuerKeyHash, byte[] content, byte[] extensions)
    {
        Milliseconds = milliseconds;
        IssuerKeyHash = issuerKeyHash;
        Content = content;
        Extensions = extensions;
        Timestamp = LogTime.FromMilliseconds(milliseconds);
        Encoded = Encode(milliseconds, issuerKeyHash, content, extensions);
        Hash = MerkleTree.HashLeaf(Encoded);
    }

    public DateTimeOffset Timestamp { get; }

    public ulong Milliseconds { get; }

    /// <summary>The hash of the key of the final certificate's issuer; null for a leaf with a whole certificate.</summary>
    public Sha256Digest? IssuerKeyHash { get; }

    public bool IsPrecertificate => IssuerKeyHash is not null;

    /// <summary>The certificate, or the precertificate's TBSCertificate; DER.</summary>
    public byte[] Content { get; }

    public byte[] Extensions { get; }

    public ulong? LeafIndex => SignedCertificateTimestamp.ReadLeafIndex(Extensions);

    public byte[] Encoded { get; }

    public Sha256Digest Hash { get; }

    public static LogLeaf OfCertificate(ulong milliseconds, byte[] certificate, byte[] extensions) =>
        new(milliseconds, null, certificate, extensions);

    public static LogLeaf OfPrecertificate(ulong milliseconds, Sha256Digest issuerKeyHash, byte[] tbsCertificate, byte[] extensions) =>
        new(milliseconds, issuerKeyHash, tbsCertificate, extensions);

    /// <summary>The leaf that an SCT inside a final certificate promises.</summary>
    public static LogLeaf Promised(SignedCertificateTimestamp sct, Sha256Digest issuerKeyHash, byte[] tbsCertificate) =>
        OfPrecertificate(sct.Milliseconds, issuerKeyHash, tbsCertificate, sct.Extensions);

    /// <summary>Reads a MerkleTreeLeaf.</summary>
    public static LogLeaf Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new TlsReader(bytes);
        if (reader.UInt8() != Version1 || reader.UInt8() != TimestampedEntry)
        {
            throw new TokenFormatException("a leaf of an unknown version or type", fault: FormatFault.Unsupported);
        }

        LogLeaf leaf = ReadEntry(ref reader);
        reader.End();
        return leaf;
    }

    private static LogLeaf ReadEntry(ref TlsReader reader)
    {
        ulong milliseconds = reader.UInt64();
        switch (reader.UInt16())
        {
            case 0:
                byte[] certificate = reader.Opaque24().ToArray();
                return new LogLeaf(milliseconds, null, certificate, reader.Opaque16().ToArray());
            case 1:
                Sha256Digest issuerKeyHash = reader.Digest();
                byte[] tbsCertificate = reader.Opaque24().ToArray();
                return new LogLeaf(milliseconds, issuerKeyHash, tbsCertificate, reader.Opaque16().ToArray());
            default:
                throw OfUnknownKind();
        }
    }

    /// <summary>The fault of an entry whose kind is unknown.</summary>
    public static TokenFormatException OfUnknownKind() =>
        new("an entry that is neither certificate nor precertificate", fault: FormatFault.Unsupported);

    /// <summary>The bytes of the MerkleTreeLeaf around a TimestampedEntry.</summary>
    public static byte[] Around(ReadOnlySpan<byte> entry) => [Version1, TimestampedEntry, .. entry];

    /// <summary>
    /// What an SCT signs over this leaf (RFC 6962, 3.2): the leaf itself, because its first two bytes mean version 1
    /// and certificate_timestamp there.
    /// </summary>
    public byte[] SignedBytes => Encoded;

    private static byte[] Encode(ulong milliseconds, Sha256Digest? issuerKeyHash, byte[] content, byte[] extensions)
    {
        TlsWriter writer = new TlsWriter().UInt8(Version1).UInt8(TimestampedEntry).UInt64(milliseconds)
            .UInt16(issuerKeyHash is null ? 0 : 1);
        if (issuerKeyHash is { } hash)
        {
            writer.Digest(hash);
        }

        return writer.Opaque24(content).Opaque16(extensions).ToArray();
    }
}
