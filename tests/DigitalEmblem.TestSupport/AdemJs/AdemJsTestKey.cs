using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NSec.Cryptography;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>An Ed25519 key made from a name, so that the vectors are the same bytes each time they are made.</summary>
internal sealed class AdemJsTestKey
{
    private readonly Key _key;
    private readonly string _x;

    public AdemJsTestKey(string name)
    {
        _key = Key.Import(
            NSec.Cryptography.SignatureAlgorithm.Ed25519, SHA256.HashData(Encoding.UTF8.GetBytes(name)), KeyBlobFormat.RawPrivateKey);
        _x = Base64Url.EncodeToString(_key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>The public JWK.</summary>
    public JsonObject Jwk => new() { ["alg"] = "EdDSA", ["crv"] = "Ed25519", ["kty"] = "OKP", ["x"] = _x };

    /// <summary>The key identifier, by this judge's own computation.</summary>
    public string Identifier => AdemJsKey.Read(System.Text.Json.JsonDocument.Parse(Jwk.ToJsonString()).RootElement)!.Identifier;

    /// <summary>A JWS in compact form.</summary>
    public string Sign(string header, string claims)
    {
        string signed = $"{Encoded(header)}.{Encoded(claims)}";
        byte[] signature = NSec.Cryptography.SignatureAlgorithm.Ed25519.Sign(_key, Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
