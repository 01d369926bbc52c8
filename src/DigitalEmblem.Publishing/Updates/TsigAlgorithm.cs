namespace DigitalEmblem.Publishing;

/// <summary>
/// How messages are authenticated with a shared secret (RFC 8945, 6). HMAC-MD5, HMAC-SHA1, HMAC-SHA224 and truncated MACs are not taken.
/// </summary>
public enum TsigAlgorithm
{
    /// <summary><c>hmac-sha256</c>: what servers and their tools make unless told otherwise.</summary>
    HmacSha256 = 0,

    /// <summary><c>hmac-sha384</c>.</summary>
    HmacSha384,

    /// <summary><c>hmac-sha512</c>.</summary>
    HmacSha512,
}
