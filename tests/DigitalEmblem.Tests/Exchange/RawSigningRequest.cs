using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Tests.Exchange;

/// <summary>
/// A signing request put together by hand, from spec/exchange-files.md and not from the library's writer, so that a
/// test can break exactly one rule.
/// </summary>
internal sealed class RawSigningRequest
{
    public RawSigningRequest(params byte[][] toBeSigned)
    {
        Json = new JsonObject
        {
            ["format"] = "digital-emblem-signing-request",
            ["version"] = 1,
            ["organization"] = "https://society.example",
            ["key"] = Convert.ToBase64String(TestExchange.Root.PublicKey.ToCoseKey()),
            ["madeAt"] = "2026-12-01T00:00:00Z",
            ["toBeSigned"] = new JsonArray([.. toBeSigned.Select(b => JsonValue.Create(Convert.ToBase64String(b)))]),
        };
    }

    /// <summary>A request for the society's endorsement of its daily key.</summary>
    public static RawSigningRequest Example => new(Item(RawToken(endorsement: true)));

    public JsonObject Json { get; }

    public byte[] File() => Encoding.UTF8.GetBytes(Json.ToJsonString());

    /// <summary>A token that the root key would sign.</summary>
    public static RawCwt RawToken(bool endorsement)
    {
        var raw = new RawCwt(TestExchange.Root, endorsement);
        if (endorsement)
        {
            raw.Claims[RawCwt.Text("log")] = Convert.ToHexString(CommitmentEntry.WriteCbor([TestTokens.LogEntry]));
        }

        return raw;
    }

    /// <summary>What is signed for a token, its claims in the order of deterministic CBOR.</summary>
    public static byte[] Item(RawCwt token)
    {
        if (token.RawClaims is null)
        {
            token.RawClaims = $"{0xa0 + token.Claims.Count:x2}"
                + string.Concat(token.Claims.OrderBy(c => c.Key.ToUpperInvariant(), StringComparer.Ordinal).Select(c => c.Key + c.Value));
        }

        CoseSign1 message = CoseSign1.Read(token.Sign());
        return CoseSign1.SigStructure(message.ProtectedHeader.Span, [], message.Payload!.Value.Span);
    }
}
