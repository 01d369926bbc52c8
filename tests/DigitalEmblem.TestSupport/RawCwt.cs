using System.Formats.Cbor;

namespace DigitalEmblem.TestSupport;

/// <summary>
/// A well-signed CWT put together by hand, so that a test can break exactly one rule. Keys and values are hexadecimal
/// CBOR; the order is kept.
/// </summary>
public sealed class RawCwt
{
    private readonly SoftwareSigningKey _key;

    public RawCwt(SoftwareSigningKey? key = null, bool endorsement = false)
    {
        _key = key ?? TestKeys.Of(SignatureAlgorithm.Ed25519);
        Header = new()
        {
            ["01"] = Integer(_key.Algorithm.CoseAlgorithm),
            ["04"] = "5820" + Convert.ToHexString(_key.PublicKey.CoseIdentifier.ToArray()),
            ["10"] = Text("application/adem"),
        };
        Claims = new()
        {
            ["01"] = Text("https://society.example"),
            ["04"] = Integer(TestTokens.Now.AddHours(1).ToUnixTimeSeconds()),
            ["05"] = Integer(TestTokens.Now.AddHours(-1).ToUnixTimeSeconds()),
            [Text("prp")] = "01",
            [Text("ver")] = "01",
        };
        if (endorsement)
        {
            Claims["02"] = Text("https://society.example");
            Claims[Text("key")] = "5820" + new string('7', 64);
            Claims[Text("end")] = "f5";
        }
        else
        {
            Claims[Text("assets")] = "81" + Text("www.society.example");
        }
    }

    public Dictionary<string, string> Header { get; }

    public Dictionary<string, string> Claims { get; }

    /// <summary>The encoded header in place of <see cref="Header"/>.</summary>
    public string? RawHeader { get; set; }

    /// <summary>The encoded claims in place of <see cref="Claims"/>.</summary>
    public string? RawClaims { get; set; }

    public string Unprotected { get; set; } = "a0";

    public string Tags { get; set; } = "d2";

    public byte[] Sign()
    {
        byte[] header = Convert.FromHexString(RawHeader ?? Map(Header));
        byte[] payload = Convert.FromHexString(RawClaims ?? Map(Claims));
        byte[] signature = _key.Sign(CoseSign1.SigStructure(header, [], payload));
        return Convert.FromHexString(Tags + "84" + Bytes(header) + Unprotected + Bytes(payload) + Bytes(signature));
    }

    public static string Text(string text) => Encode(w => w.WriteTextString(text));

    public static string Integer(long value) => Encode(w => w.WriteInt64(value));

    public static string Float(double value) => Encode(w => w.WriteDouble(value));

    public static string Bytes(ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        return Encode(w => w.WriteByteString(copy));
    }

    /// <summary>The header as it will be signed.</summary>
    public string EncodedHeader() => Map(Header);

    private static string Map(Dictionary<string, string> entries) =>
        $"{0xa0 + entries.Count:x2}" + string.Concat(entries.Select(e => e.Key + e.Value));

    private static string Encode(Action<CborWriter> write)
    {
        var writer = new CborWriter();
        write(writer);
        return Convert.ToHexString(writer.Encode());
    }
}
