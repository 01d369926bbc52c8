namespace DigitalEmblem;

/// <summary>The names and labels of claims and headers, in one place: a draft may change them (spec/cwt-profile.md, spec/jws-profile.md).</summary>
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
}
