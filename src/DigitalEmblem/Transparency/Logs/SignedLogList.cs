namespace DigitalEmblem;

/// <summary>
/// A log list as its publisher signed it. Kept with a commitment, it shows that a log counted on that day, also when the log
/// has left the list since (decisions.md, 22).
/// </summary>
/// <param name="Document">The list, JSON in UTF-8.</param>
/// <param name="Signature">The publisher's detached signature.</param>
internal sealed record SignedLogList(ReadOnlyMemory<byte> Document, ReadOnlyMemory<byte> Signature)
{
    /// <summary>What names it in files: the SHA-256 of the document.</summary>
    public Sha256Digest Digest { get; } = Sha256Digest.Of(Document.Span);
}
