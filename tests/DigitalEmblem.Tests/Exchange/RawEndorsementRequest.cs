using System.Formats.Cbor;
using System.Text;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Tests.Exchange;

/// <summary>
/// A well-signed request for an endorsement put together by hand, from spec/exchange-files.md and not from the library's writer, so that a
/// test can break exactly one rule. Values are hexadecimal CBOR.
/// </summary>
internal sealed class RawEndorsementRequest
{
    private readonly SoftwareSigningKey _key = TestExchange.Root;

    public RawEndorsementRequest()
    {
        byte[] coseKey = _key.PublicKey.ToCoseKey();
        Terms = new()
        {
            ["version"] = "01",
            ["issuer"] = RawCwt.Text("https://society.example"),
            ["authority"] = RawCwt.Text("https://ministry.example"),
            ["key"] = RawCwt.Bytes(coseKey),
            ["log"] = Convert.ToHexString(CommitmentEntry.WriteCbor([TestTokens.LogEntry])),
            ["purposes"] = "03",
            ["profiles"] = "8163637774",
            ["mayEndorse"] = "f5",
            ["notBefore"] = RawCwt.Integer(TestTokens.Now.ToUnixTimeSeconds()),
            ["expires"] = RawCwt.Integer(TestTokens.Now.AddDays(365).ToUnixTimeSeconds()),
            ["madeAt"] = RawCwt.Integer(TestTokens.Now.ToUnixTimeSeconds()),
            ["nonce"] = "50" + string.Concat(Enumerable.Repeat("07", 16)),
            ["contact"] = RawCwt.Text("emblems@society.example"),
        };
        Header = new()
        {
            ["01"] = RawCwt.Integer(_key.Algorithm.CoseAlgorithm),
            ["04"] = "5820" + Convert.ToHexString(_key.PublicKey.CoseIdentifier.ToArray()),
            ["10"] = RawCwt.Text("application/vnd.digital-emblem.endorsement-request"),
        };
    }

    public Dictionary<string, string> Terms { get; }

    public Dictionary<string, string> Header { get; }

    /// <summary>The order of the members; that of deterministic CBOR by default.</summary>
    public Func<IEnumerable<string>, IEnumerable<string>> Order { get; set; } = names => names.OrderBy(RawCwt.Text, StringComparer.Ordinal);

    public string ExternalData { get; set; } = "digital-emblem-endorsement-request/1";

    public string? RawPayload { get; set; }

    public string Tags { get; set; } = "d2";

    public string Unprotected { get; set; } = "a0";

    public string After { get; set; } = "";

    public string? PayloadInMessage { get; set; }

    public byte[] Payload() =>
        Convert.FromHexString(
            RawPayload ?? $"{0xa0 + Terms.Count:x2}" + string.Concat(Order(Terms.Keys).Select(name => RawCwt.Text(name) + Terms[name])));

    /// <summary>The bytes that a key signs for it.</summary>
    public byte[] ToBeSigned() => CoseSign1.SigStructure(EncodedHeader(), Encoding.UTF8.GetBytes(ExternalData), Payload());

    /// <summary>The message.</summary>
    public byte[] Message(Func<byte[], byte[]>? sign = null) =>
        Convert.FromHexString(Tags + "84" + RawCwt.Bytes(EncodedHeader()) + Unprotected + (PayloadInMessage ?? RawCwt.Bytes(Payload()))
            + RawCwt.Bytes((sign ?? (data => _key.Sign(data)))(ToBeSigned())) + After);

    /// <summary>The file.</summary>
    public byte[] File() => FileOf(Message());

    public static byte[] FileOf(byte[] message) =>
        Encoding.UTF8.GetBytes(
            $$"""{"format":"digital-emblem-endorsement-request","version":1,"signed":"{{Convert.ToBase64String(message)}}"}""");

    private byte[] EncodedHeader() =>
        Convert.FromHexString($"{0xa0 + Header.Count:x2}" + string.Concat(Header.Select(e => e.Key + e.Value)));
}
