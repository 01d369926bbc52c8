namespace DigitalEmblem;

/// <summary>
/// What a log signed about its whole tree at a time (RFC 6962, 3.5). The checkpoint of a static log carries the same signature in another
/// wrapping. Not verified by itself: <see cref="TransparencyLog.Signed"/> does that.
/// </summary>
/// <param name="TreeSize">The number of leaves.</param>
/// <param name="Milliseconds">When it was signed, in milliseconds since 1970.</param>
/// <param name="RootHash">The hash over all leaves.</param>
/// <param name="Signature">The DigitallySigned structure.</param>
internal sealed record SignedTreeHead(ulong TreeSize, ulong Milliseconds, Sha256Digest RootHash, ReadOnlyMemory<byte> Signature)
{
    public DateTimeOffset Timestamp { get; } = LogTime.FromMilliseconds(Milliseconds);

    /// <summary>The TreeHeadSignature structure: version 1, type tree_hash.</summary>
    public byte[] SignedBytes => new TlsWriter().UInt8(0).UInt8(1).UInt64(Milliseconds).UInt64(TreeSize).Digest(RootHash).ToArray();
}
