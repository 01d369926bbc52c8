namespace DigitalEmblem.Publishing;

/// <summary>Why a server does not accept that a message is from the holder of the key (RFC 8945, 3).</summary>
public enum TsigError
{
    /// <summary>It did not say.</summary>
    None = 0,

    /// <summary>The signature does not fit: it knows a key of this name, with another secret (BADSIG).</summary>
    BadSignature = 16,

    /// <summary>It knows no key of this name and algorithm (BADKEY).</summary>
    BadKey = 17,

    /// <summary>The signature fits, but its clock and ours are too far apart (BADTIME).</summary>
    BadTime = 18,

    /// <summary>It wants a longer MAC (BADTRUNC).</summary>
    BadTruncation = 22,
}
