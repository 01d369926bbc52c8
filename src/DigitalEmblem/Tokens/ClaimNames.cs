namespace DigitalEmblem;

/// <summary>
/// The names and labels of claims and headers, in one place: a draft may change them (spec/cwt-profile.md, spec/jws-profile.md).
/// </summary>
internal static class ClaimNames
{
    // CWT claims by integer (RFC 8392, 4).
    public const int CwtIssuer = 1, CwtSubject = 2, CwtExpires = 4, CwtNotBefore = 5, CwtIssuedAt = 6;

    // COSE header parameters (RFC 9052, 3.1; RFC 9596).
    public const int CoseAlgorithm = 1, CoseCritical = 2, CoseKeyId = 4, CoseType = 16;

    public const string MediaType = "application/adem";

    public const string Version = "ver", Purposes = "prp", Assets = "assets", EndorsedKey = "key", MayEndorse = "end", Log = "log";
    public const string LogId = "id", LeafHash = "hash", LeafIndex = "index", LogVersion = "ver";

    public const string Issuer = "iss", Subject = "sub", Expires = "exp", NotBefore = "nbf", IssuedAt = "iat";
    public const string Bearers = "bearers", Emblem = "emb", Channels = "dst", Window = "wnd";

    public const string EmblemContentType = "adem-emb", EndorsementContentType = "adem-end";

    public const int CwtVersion = 1;
    public const string JwsVersion = "v1", V1Log = "v1", StaticLog = "static";

    /// <summary>The words of a JWS <c>prp</c>.</summary>
    public static readonly (string Word, Purposes Purpose)[] JwsPurposes =
        [("protective", DigitalEmblem.Purposes.Protective), ("indicative", DigitalEmblem.Purposes.Indicative)];

    /// <summary>Those of some purposes that the JWS profile has words for.</summary>
    public static Purposes InJws(Purposes purposes) => purposes & (DigitalEmblem.Purposes.Protective | DigitalEmblem.Purposes.Indicative);

    /// <summary>
    /// The name among those of the CWT profile that these bytes spell; null if they spell none. The same few texts are then not allocated
    /// for every token.
    /// </summary>
    public static string? Known(ReadOnlySpan<byte> utf8) => utf8 switch
    {
        _ when utf8.SequenceEqual("ver"u8) => Version,
        _ when utf8.SequenceEqual("prp"u8) => Purposes,
        _ when utf8.SequenceEqual("assets"u8) => Assets,
        _ when utf8.SequenceEqual("key"u8) => EndorsedKey,
        _ when utf8.SequenceEqual("end"u8) => MayEndorse,
        _ when utf8.SequenceEqual("log"u8) => Log,
        _ when utf8.SequenceEqual("id"u8) => LogId,
        _ when utf8.SequenceEqual("hash"u8) => LeafHash,
        _ when utf8.SequenceEqual("index"u8) => LeafIndex,
        _ => null,
    };
}
