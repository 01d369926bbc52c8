namespace DigitalEmblem;

/// <summary>A Certificate Transparency log, as a log list describes it.</summary>
public sealed class TransparencyLog
{
    // static-ct-api, checkpoints: a note signature that carries a tree head signature of RFC 6962.
    private const byte Rfc6962NoteSignature = 5;

    private readonly LogKey _key;

    internal TransparencyLog(
        LogKey key,
        LogKind kind,
        string description,
        string operatorName,
        LogState state,
        DateTimeOffset? stateSince,
        Uri? url,
        ExpiryRange? expiries = null,
        Uri? submissionUrl = null)
    {
        _key = key;
        Kind = kind;
        Description = description;
        Operator = operatorName;
        State = state;
        StateSince = stateSince;
        Url = url;
        Expiries = expiries;
        SubmissionUrl = submissionUrl;
    }

    /// <summary>The log's identifier: the SHA-256 of its public key.</summary>
    public Sha256Digest Id => _key.Id;

    /// <summary>How it is read.</summary>
    public LogKind Kind { get; }

    /// <summary>Its name in the list, for people.</summary>
    public string Description { get; }

    /// <summary>Who runs it.</summary>
    public string Operator { get; }

    /// <summary>What the list's publisher makes of it.</summary>
    internal LogState State { get; }

    /// <summary>Since when; null if the list does not say.</summary>
    public DateTimeOffset? StateSince { get; }

    /// <summary>Where it is read: the prefix of its requests, or of its files; null if the list names none that can be used.</summary>
    public Uri? Url { get; }

    /// <summary>
    /// Where certificates are submitted to it: the prefix of its requests; null if the list names no address that can be used.
    /// </summary>
    internal Uri? SubmissionUrl { get; }

    /// <summary>When the certificates that the log takes expire (<c>temporal_interval</c>); null if it takes all.</summary>
    internal ExpiryRange? Expiries { get; }

    /// <summary>Whether the log counts for an entry that it took at a time (decisions.md, 20).</summary>
    /// <param name="logged">When the log took it.</param>
    public bool CountsFor(DateTimeOffset logged) => State switch
    {
        LogState.Qualified or LogState.Usable or LogState.ReadOnly => true,
        LogState.Retired => logged < StateSince,
        _ => false,
    };

    /// <summary>Whether the log signed the promise to include this leaf.</summary>
    internal bool IsPromisedBy(SignedCertificateTimestamp sct, LogLeaf leaf) =>
        sct.LogId == Id && _key.Verify(leaf.SignedBytes, sct.Signature);

    /// <summary>Whether the log signed this tree head.</summary>
    internal bool Signed(SignedTreeHead head) => _key.Verify(head.SignedBytes, head.Signature.Span);

    /// <summary>
    /// The tree head that a checkpoint carries under this log's signature; null if none of its signatures is the log's. The note's name is
    /// not under that signature (static-ct-api), so it is not looked at.
    /// </summary>
    internal SignedTreeHead? HeadOf(Checkpoint checkpoint)
    {
        byte[] keyId = Checkpoint.KeyIdOf(checkpoint.Origin, Rfc6962NoteSignature, Id.ToArray());
        foreach (byte[] signature in checkpoint.SignaturesOf(checkpoint.Origin, keyId))
        {
            if (signature.Length > sizeof(ulong))
            {
                var reader = new TlsReader(signature);
                ulong milliseconds = reader.UInt64();
                // Anyone may add a line under this name and key identifier. A line with an impossible time is not the log's signature, so
                // skip it.
                if (!LogTime.Exists(milliseconds))
                {
                    continue;
                }

                var head = new SignedTreeHead(checkpoint.TreeSize, milliseconds, checkpoint.RootHash, signature.AsMemory(sizeof(ulong)));
                if (Signed(head))
                {
                    return head;
                }
            }
        }

        return null;
    }

    /// <summary>The description, for messages.</summary>
    public override string ToString() => Printable.Text(Description);
}
