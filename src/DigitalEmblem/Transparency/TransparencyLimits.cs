namespace DigitalEmblem;

/// <summary>
/// Every limit on what logs, log lists and certificate files may bring, with its reason. What exceeds one is not used:
/// the question stays unanswered.
/// </summary>
internal static class TransparencyLimits
{
    /// <summary>Bytes of one certificate. The largest in public logs have some 30 kB; binding certificates have 1 to 2.</summary>
    public const int MaxCertificateBytes = 64 * 1024;

    /// <summary>Certificates in one chain. Web PKI chains have three or four.</summary>
    public const int MaxChainLength = 10;

    /// <summary>Bytes of one file of certificates or revocation lists; lists of large issuers have some MB.</summary>
    public const int MaxFileBytes = 32 * 1024 * 1024;

    /// <summary>Items in one PEM file. A system's roots are some 150.</summary>
    public const int MaxPemItems = 5000;

    /// <summary>SCTs in one certificate. Each may cost a signature check; two or three are usual.</summary>
    public const int MaxScts = 16;

    /// <summary>Names in one certificate. Public issuers allow 100.</summary>
    public const int MaxNames = 1000;

    /// <summary>Bytes of a log list; the largest, with every log that ever was, has 150 kB.</summary>
    public const int MaxLogListBytes = 8 * 1024 * 1024;

    /// <summary>Logs in a log list. There have been some 300 ever.</summary>
    public const int MaxLogs = 10_000;

    /// <summary>
    /// Chains, and entries of logs, in one record of a commitment. A commitment has up to 16 log entries, and needs one for each.
    /// </summary>
    public const int MaxEvidence = 64;

    /// <summary>Bytes of a checkpoint or a signed tree head. With many witnesses a few kB.</summary>
    public const int MaxHeadBytes = 64 * 1024;

    /// <summary>Signature lines below a checkpoint (C2SP signed-note).</summary>
    public const int MaxNoteSignatures = 100;

    /// <summary>Bytes of a proof or of one entry with its chain, as JSON.</summary>
    public const int MaxAnswerBytes = 1024 * 1024;

    /// <summary>Bytes of a hash tile: 256 hashes.</summary>
    public const int MaxHashTileBytes = Tile.FullWidth * Sha256Digest.Length;

    /// <summary>Bytes of a tile of 256 entries, unpacked. Real ones have 1 to 2 MB.</summary>
    public const int MaxDataTileBytes = 32 * 1024 * 1024;

    /// <summary>
    /// Bytes of one certificate that a reader of a whole log looks into. More than <see cref="MaxCertificateBytes"/>, so that a certificate
    /// with very many names does not escape by its size.
    /// </summary>
    public const int MaxFollowedCertificateBytes = 1024 * 1024;

    /// <summary>Entries that are asked for in one request. Logs give fewer, as they like: 32 to 1,024 are usual.</summary>
    public const int MaxBatchEntries = 256;
}
