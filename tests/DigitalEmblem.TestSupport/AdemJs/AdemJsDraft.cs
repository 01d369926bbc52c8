using System.Text.Json.Nodes;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>A token that is still to be signed, so that a vector can break one rule in it.</summary>
internal sealed class AdemJsDraft
{
    private const long From = 1_796_083_200; // 2026-12-01T00:00:00Z, an hour before the instant of the vectors
    private const long Until = 1_796_688_000; // 2026-12-08T00:00:00Z

    public AdemJsDraft(AdemJsTestKey key, string contentType, string? issuer, JsonObject more)
    {
        Key = key;
        Header = new JsonObject { ["alg"] = "EdDSA", ["cty"] = contentType, ["kid"] = key.Identifier };
        Claims = more;
        Claims["iss"] = issuer;
        Claims["iat"] = From;
        Claims["nbf"] = From;
        Claims["exp"] = Until;
    }

    public AdemJsTestKey Key { get; set; }

    public JsonObject Header { get; }

    public JsonObject Claims { get; }

    /// <summary>Changes the compact form after signing.</summary>
    public Func<string, string> After { get; set; } = token => token;

    /// <summary>The name of the record; its ID included.</summary>
    public string Name { get; set; } = "adem-token";

    public JsonObject Emb
    {
        get => (JsonObject)Claims["emb"]!;
        set => Claims["emb"] = value;
    }

    /// <summary>The text of the TXT record.</summary>
    public string ToRecord() => $"{Name}={After(Key.Sign(Header.ToJsonString(), Claims.ToJsonString()))}";
}
