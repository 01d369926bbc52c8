using System.Formats.Cbor;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// What one would write by hand over System.Formats.Cbor: the four members of a COSE_Sign1 message and the bytes under its signature (RFC
/// 9052, 4.4). No header is looked at, and no claim.
/// </summary>
internal static class PlainCwt
{
    public static (byte[] Signed, byte[] Signature) Decode(byte[] token)
    {
        var reader = new CborReader(token);
        reader.ReadTag();
        reader.ReadStartArray();
        byte[] header = reader.ReadByteString();
        reader.SkipValue();
        byte[] payload = reader.ReadByteString();
        byte[] signature = reader.ReadByteString();
        reader.ReadEndArray();
        var writer = new CborWriter();
        writer.WriteStartArray(4);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(header);
        writer.WriteByteString([]);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return (writer.Encode(), signature);
    }
}
