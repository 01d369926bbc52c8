using System.Formats.Cbor;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// A CWT reader written by hand over System.Formats.Cbor. It reads the four members of a COSE_Sign1 message and makes the signed bytes (RFC
/// 9052, 4.4), and reads no header and no claim.
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
