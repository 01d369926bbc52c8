using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>One token as adem-js reads it (rules 6 to 10), and its check (rules 18 to 22).</summary>
internal sealed class AdemJsToken
{
    private readonly string _compact;
    private readonly JsonElement _header;
    private readonly JsonElement _claims;

    private AdemJsToken(string compact, AdemJsKey key, JsonElement header, JsonElement claims)
    {
        _compact = compact;
        Key = key;
        _header = header;
        _claims = claims;
        JsonElement? emb = Claim("emb");
        JsonElement? permitted = emb is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty("assets", out JsonElement assets)
            ? assets
            : null;
        Constraints = new AdemJsConstraints(emb, IsEmblem ? Claim("assets") : permitted);
    }

    public AdemJsKey Key { get; }

    public AdemJsConstraints Constraints { get; }

    public bool IsEmblem => AdemJsKey.Text(_header, "cty") == "adem-emb";

    public string? Issuer => AdemJsKey.Text(_claims, "iss");

    public string? Subject => AdemJsKey.Text(_claims, "sub");

    public bool NamesKey => Claim("key") is not null;

    /// <summary>The endorsed key's identifier; null for a whole JWK, which endorses nothing (rule 12).</summary>
    public string? EndorsedKey => AdemJsKey.Text(_claims, "key");

    public bool HasLog => Claim("log") is not null;

    public IReadOnlyList<string>? Assets =>
        Claim("assets") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray().Select(a => a.ToString())] : null;

    public static AdemJsToken Read(string compact, IReadOnlyDictionary<string, AdemJsKey> keys)
    {
        string[] parts = compact.Split('.');
        JsonElement header = Part(parts, 0), claims = Part(parts, 1);
        if (AdemJsKey.Text(header, "alg") is null || AdemJsKey.Text(header, "cty") is not ("adem-emb" or "adem-end"))
        {
            throw new AdemJsFaultException(7);
        }

        AdemJsKey? key = header.TryGetProperty("kid", out _)
            ? keys.GetValueOrDefault(AdemJsKey.Text(header, "kid") ?? "")
            : header.TryGetProperty("jwk", out JsonElement jwk) ? AdemJsKey.Read(jwk) : null;
        return key is null ? throw new AdemJsFaultException(8)
            : ((string[])["iat", "nbf", "exp"]).All(n => claims.TryGetProperty(n, out _)) ? new AdemJsToken(compact, key, header, claims)
            : throw new AdemJsFaultException(9);
    }

    /// <summary>Checks the token, and makes the key that it endorses an authenticated one.</summary>
    public void Verify(HashSet<string> authenticated, DateTimeOffset now, Func<string, string, bool> isCommitted)
    {
        if (Claim("log") is { ValueKind: JsonValueKind.Array } log && log.GetArrayLength() > 0)
        {
            Require(Issuer is { } issuer && isCommitted(issuer, Key.Identifier), 19);
        }
        else
        {
            Require(authenticated.Contains(Key.Identifier), 18);
        }

        string[] parts = _compact.Split('.');
        bool critical = _header.TryGetProperty("crit", out _);
        byte[] signature = parts.Length == 3 && TryDecode(parts[2], out byte[] bytes) ? bytes : [];
        Key.Verify(
            parts.Length == 3 && !critical ? AdemJsKey.Text(_header, "alg")! : "none",
            Encoding.ASCII.GetBytes(_compact[..Math.Max(0, _compact.LastIndexOf('.'))]),
            signature);

        double second = now.ToUnixTimeSeconds();
        Require(Number("iat") is not null && Number("nbf") <= second && Number("exp") > second, 22);
        if (EndorsedKey is { } endorsed)
        {
            authenticated.Add(endorsed);
        }
    }

    private JsonElement? Claim(string name) => _claims.TryGetProperty(name, out JsonElement value) ? value : null;

    private double? Number(string name) => Claim(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null;

    private static JsonElement Part(string[] parts, int index)
    {
        try
        {
            if (index < parts.Length && TryDecode(parts[index], out byte[] bytes)
                && JsonDocument.Parse(bytes).RootElement is { ValueKind: JsonValueKind.Object } value)
            {
                return value;
            }
        }
        catch (JsonException)
        {
        }

        throw new AdemJsFaultException(6);
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        try
        {
            bytes = Base64Url.DecodeFromChars(text.TrimEnd('='));
            return true;
        }
        catch (FormatException)
        {
            bytes = [];
            return false;
        }
    }

    private static void Require(bool holds, int rule)
    {
        if (!holds)
        {
            throw new AdemJsFaultException(rule);
        }
    }
}
