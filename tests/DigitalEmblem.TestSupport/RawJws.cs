using System.Text;
using System.Text.Json.Nodes;

namespace DigitalEmblem.TestSupport;

/// <summary>A well-signed JWS put together by hand, so that a test can break exactly one rule.</summary>
public sealed class RawJws
{
    private readonly SoftwareSigningKey _key;

    public RawJws(SoftwareSigningKey? key = null, bool endorsement = false)
    {
        _key = key ?? TestKeys.Of(SignatureAlgorithm.Ed25519);
        Header = new JsonObject
        {
            ["alg"] = _key.Algorithm.JoseName,
            ["cty"] = endorsement ? "adem-end" : "adem-emb",
            ["kid"] = _key.PublicKey.JwkIdentifier.ToString(),
        };
        Claims = new JsonObject
        {
            ["ver"] = "v1",
            ["iss"] = "https://society.example",
            ["nbf"] = TestTokens.Now.AddHours(-1).ToUnixTimeSeconds(),
            ["exp"] = TestTokens.Now.AddHours(1).ToUnixTimeSeconds(),
        };
        if (endorsement)
        {
            Claims["sub"] = "https://society.example";
            Claims["key"] = TestKeys.Of(SignatureAlgorithm.ES256).PublicKey.JwkIdentifier.ToString();
            Claims["end"] = true;
        }
        else
        {
            Claims["assets"] = new JsonArray("www.society.example");
            Claims["emb"] = new JsonObject { ["prp"] = new JsonArray("protective") };
        }
    }

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    /// <summary>The header's text in place of <see cref="Header"/>.</summary>
    public string? RawHeader { get; set; }

    /// <summary>The payload's text in place of <see cref="Claims"/>.</summary>
    public string? RawClaims { get; set; }

    public VerificationKey Key => _key.PublicKey;

    public string Sign() => JwsCompact.Sign(
        Encoding.UTF8.GetBytes(RawHeader ?? Header.ToJsonString()), Encoding.UTF8.GetBytes(RawClaims ?? Claims.ToJsonString()), _key);
}
