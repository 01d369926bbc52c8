using System.Text.Json;

namespace DigitalEmblem;

/// <summary>JWK, both ways (RFC 7517, RFC 7518 section 6, RFC 8037), and the JWK Thumbprint (RFC 7638).</summary>
internal static class JwkCodec
{
    public static VerificationKey Read(ReadOnlyMemory<byte> utf8) => StrictJson.ReadObject(utf8, jwk => Read(jwk));

    /// <summary>
    /// Reads a JWK. The profile asks for <c>alg</c> (spec/jws-profile.md); the vectors of the signature layer below it
    /// do not always have one.
    /// </summary>
    public static VerificationKey Read(JsonElement jwk, bool requireAlgorithm = true)
    {
        if (jwk.ValueKind != JsonValueKind.Object)
        {
            throw new TokenFormatException("not a JSON object", "jwk");
        }

        if (jwk.TryGetProperty("d", out _))
        {
            throw new TokenFormatException("a private key: never publish it, and never pass it on as a public one", "jwk.d");
        }

        try
        {
            return ReadMembers(jwk, requireAlgorithm);
        }
        catch (TokenFormatException e) when (e.Path?.StartsWith("jwk", StringComparison.Ordinal) != true)
        {
            throw e.Within("jwk");
        }
    }

    public static string Write(VerificationKey key) =>
        $$"""{"alg":"{{key.Algorithm.JoseName}}",{{RequiredMembers(key)}}}""";

    public static byte[] ThumbprintInput(VerificationKey key) => System.Text.Encoding.ASCII.GetBytes($"{{{RequiredMembers(key)}}}");

    private static VerificationKey ReadMembers(JsonElement jwk, bool requireAlgorithm)
    {
        string curve = StrictJson.RequiredText(jwk, "crv");
        SignatureAlgorithm algorithm = SignatureAlgorithm.FromJwkCurve(curve)
            ?? throw Unsupported("crv", "no curve of a supported algorithm (P-256, P-384, P-521, Ed25519)");
        if (StrictJson.RequiredText(jwk, "kty") != KeyType(algorithm))
        {
            throw Unsupported("kty", "not the key type of its curve");
        }

        string? stated = StrictJson.OptionalText(jwk, "alg");
        if (stated is null && requireAlgorithm)
        {
            throw new TokenFormatException($"required, and missing (this curve takes \"{algorithm.JoseName}\")", "alg");
        }

        if (stated is not null && (!SignatureAlgorithm.TryParse(stated, out SignatureAlgorithm? named) || named != algorithm))
        {
            throw Unsupported("alg", "not the algorithm of its curve");
        }

        if (StrictJson.OptionalText(jwk, "use") is { } use && use != "sig")
        {
            throw Unsupported("use", "the key is not meant for signatures");
        }

        if (jwk.TryGetProperty("key_ops", out JsonElement operations)
            && !StrictJson.Array(operations, "key_ops").Any(o => StrictJson.Text(o, "key_ops") == "verify"))
        {
            throw Unsupported("key_ops", "the key is not meant for verifying signatures");
        }

        return VerificationKey.Create(algorithm, Coordinate(jwk, "x", algorithm), algorithm.IsEcdsa ? Coordinate(jwk, "y", algorithm) : []);
    }

    private static byte[] Coordinate(JsonElement jwk, string name, SignatureAlgorithm algorithm) =>
        !Base64UrlText.TryDecode(StrictJson.RequiredText(jwk, name), out byte[]? bytes)
            ? throw new TokenFormatException("not base64url", name)
        : bytes.Length != algorithm.CoordinateLength
            ? throw new TokenFormatException($"{algorithm.CoordinateLength} bytes are asked, and this has {bytes.Length}", name)
        : bytes;

    private static string RequiredMembers(VerificationKey key)
    {
        string x = Base64UrlText.Encode(key.X);
        return key.Algorithm.IsEcdsa
            ? $"\"crv\":\"{key.Algorithm.JwkCurve}\",\"kty\":\"EC\",\"x\":\"{x}\",\"y\":\"{Base64UrlText.Encode(key.Y)}\""
            : $"\"crv\":\"{key.Algorithm.JwkCurve}\",\"kty\":\"OKP\",\"x\":\"{x}\"";
    }

    private static string KeyType(SignatureAlgorithm algorithm) => algorithm.IsEcdsa ? "EC" : "OKP";

    private static TokenFormatException Unsupported(string name, string message) => new(message, name, fault: FormatFault.Unsupported);
}
