using System.Text;
using System.Text.Json;

namespace DigitalEmblem;

/// <summary>
/// The JWS compact serialization (RFC 7515, 3.1) beneath a token of the JWS profile. The profile's own rules stand in
/// <see cref="JwsReader"/>.
/// </summary>
internal sealed class JwsCompact
{
    private JwsCompact(byte[] header, byte[] payload, byte[] signature, byte[] signingInput, SignatureAlgorithm algorithm)
    {
        Header = header;
        Payload = payload;
        Signature = signature;
        SigningInput = signingInput;
        Algorithm = algorithm;
    }

    /// <summary>The UTF-8 of the protected header.</summary>
    public byte[] Header { get; }

    public byte[] Payload { get; }

    public byte[] Signature { get; }

    /// <summary>The ASCII bytes under the signature.</summary>
    public byte[] SigningInput { get; }

    public SignatureAlgorithm Algorithm { get; }

    /// <summary>
    /// Whether the first part is a header: base64url of a JSON object. Only then does a text claim to be a JWS (decisions.md, 11).
    /// </summary>
    public static bool HasHeader(ReadOnlySpan<char> text) => HeaderIs(text, _ => true);

    /// <summary>
    /// Whether the header also says that this is one of an emblem's tokens (<c>cty</c>). Outside of files, a JWS may belong to another
    /// application.
    /// </summary>
    public static bool HasHeaderOfEmblem(ReadOnlySpan<char> text) => HeaderIs(
        text, header => header.TryGetProperty("cty", out JsonElement type) && type.ValueKind == JsonValueKind.String
            && type.GetString() is ClaimNames.EmblemContentType or ClaimNames.EndorsementContentType);

    private static bool HeaderIs(ReadOnlySpan<char> text, Func<JsonElement, bool> holds)
    {
        int dot = text.IndexOf('.');
        if (dot <= 0 || text[(dot + 1)..].ContainsAny(" \t") || !Base64UrlText.TryDecode(text[..dot], out byte[]? header))
        {
            return false;
        }

        try
        {
            return StrictJson.ReadObject(header, holds);
        }
        catch (TokenFormatException)
        {
            return false;
        }
    }

    /// <summary>Reads the three parts; refuses what is critical, unencoded (RFC 7797) or of another algorithm.</summary>
    public static JwsCompact Read(string text)
    {
        string[] parts = text.Split('.');
        if (parts.Length != 3)
        {
            throw new TokenFormatException($"a JWS in compact form has 3 parts, and this has {parts.Length}");
        }

        byte[] header = Decode(parts[0], "header");
        SignatureAlgorithm algorithm = TokenFormatException.InPath("header", () => StrictJson.ReadObject(header, ReadAlgorithm));
        byte[] signature = Decode(parts[2], "signature");
        return signature.Length != algorithm.SignatureLength
            ? throw new TokenFormatException(
                $"{algorithm} has {algorithm.SignatureLength} bytes, and this has {signature.Length}", "signature")
            : new JwsCompact(header, Decode(parts[1], "payload"), signature, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), algorithm);
    }

    /// <summary>The text under a signature: a header and a payload, both as UTF-8 JSON.</summary>
    public static string SigningInputOf(byte[] header, byte[] payload) => $"{Base64UrlText.Encode(header)}.{Base64UrlText.Encode(payload)}";

    /// <summary>The compact form of what was signed.</summary>
    public static string Join(string signingInput, ReadOnlySpan<byte> signature) => $"{signingInput}.{Base64UrlText.Encode(signature)}";

    /// <summary>Signs a payload under a header, both as UTF-8 JSON.</summary>
    public static string Sign(byte[] header, byte[] payload, SigningKey key)
    {
        string signingInput = SigningInputOf(header, payload);
        return Join(signingInput, key.Sign(Encoding.ASCII.GetBytes(signingInput)));
    }

    private static SignatureAlgorithm ReadAlgorithm(JsonElement header)
    {
        foreach (string refused in (ReadOnlySpan<string>)["crit", "b64"])
        {
            if (header.TryGetProperty(refused, out _))
            {
                throw new TokenFormatException("demands an extension, and none is supported", refused, fault: FormatFault.Unsupported);
            }
        }

        string name = StrictJson.RequiredText(header, "alg");
        return SignatureAlgorithm.TryParse(name, out SignatureAlgorithm? algorithm)
            ? algorithm
            : throw new TokenFormatException(
                $"the algorithm '{Printable.Text(name)}' is not supported (ES256, ES384, ES512, EdDSA)",
                "alg",
                fault: FormatFault.Unsupported);
    }

    private static byte[] Decode(string part, string path) =>
        Base64UrlText.TryDecode(part, out byte[]? bytes) ? bytes : throw new TokenFormatException("not base64url", path);
}
