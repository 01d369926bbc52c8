namespace DigitalEmblem;

/// <summary>
/// Every limit on exchange files, with its reason. A file that exceeds one is refused as a whole, so that no part of it is signed alone.
/// </summary>
internal static class ExchangeLimits
{
    /// <summary>Items of one signing request. A person reads each; a root key signs a handful.</summary>
    public const int MaxItems = 100;

    /// <summary>Bytes of a signing request, as a file. An item has some 500 bytes, or some 6,000 with certificates.</summary>
    public const int MaxRequestBytes = 512 * 1024;

    /// <summary>Bytes of an answer, as a file: what was asked, and a signature of 132 bytes at most for each item.</summary>
    public const int MaxAnswerBytes = 1024 * 1024;

    /// <summary>Bytes of a signed request for an endorsement. Chains of certificates have 3 to 6 kB.</summary>
    public const int MaxEndorsementRequestBytes = 64 * 1024;

    /// <summary>Bytes of the same as a file, in base64 and with what stands around it.</summary>
    public const int MaxEndorsementRequestFileBytes = 128 * 1024;
}
