using System.Formats.Cbor;

namespace DigitalEmblem;

/// <summary>The COSE_Sign1 message (RFC 9052, 4.2) beneath a CWT: its shape and the bytes under its signature. The profile's own rules stand in <see cref="CwtReader"/>.</summary>
internal sealed class CoseSign1
{
    private const ulong CwtTag = 61;
    private const ulong CoseSign1Tag = 18;
    private const int Members = 4;

    private CoseSign1(ReadOnlyMemory<byte> protectedHeader, int unprotectedCount, ReadOnlyMemory<byte>? payload, ReadOnlyMemory<byte> signature)
    {
        ProtectedHeader = protectedHeader;
        UnprotectedCount = unprotectedCount;
        Payload = payload;
        Signature = signature;
    }

    /// <summary>The encoded protected header, as received.</summary>
    public ReadOnlyMemory<byte> ProtectedHeader { get; }

    /// <summary>How many parameters the unprotected header has. Their values are passed over: nothing signs them.</summary>
    public int UnprotectedCount { get; }

    /// <summary>The payload; null if it is detached.</summary>
    public ReadOnlyMemory<byte>? Payload { get; }

    public ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Reads a message: tag 18, with or without tag 61 around it.</summary>
    public static CoseSign1 Read(ReadOnlyMemory<byte> data) => CborCursor.ReadOne(data, Read);

    /// <summary>The Sig_structure (RFC 9052, 4.4). An encoded empty map as protected header counts as the empty byte string.</summary>
    public byte[] SigStructure(ReadOnlySpan<byte> externalData = default) =>
        SigStructure(ProtectedHeader.Span is [0xa0] ? default : ProtectedHeader.Span, externalData, Payload!.Value.Span);

    public static byte[] SigStructure(ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> externalData, ReadOnlySpan<byte> payload)
    {
        var writer = new CborWriter(CborConformanceMode.Strict, initialCapacity: 32 + protectedHeader.Length + externalData.Length + payload.Length);
        writer.WriteStartArray(Members);
        writer.WriteTextString("Signature1");
        writer.WriteByteString(protectedHeader);
        writer.WriteByteString(externalData);
        writer.WriteByteString(payload);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>The message around a signature made over <see cref="SigStructure(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>.</summary>
    public static byte[] Write(ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> payload, ReadOnlySpan<byte> signature)
    {
        var writer = new CborWriter(CborConformanceMode.Strict);
        writer.WriteTag((CborTag)CoseSign1Tag);
        writer.WriteStartArray(Members);
        writer.WriteByteString(protectedHeader);
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteByteString(payload);
        writer.WriteByteString(signature);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>The same message inside tag 61 (RFC 8392, 6).</summary>
    public static byte[] InsideCwtTag(ReadOnlySpan<byte> message) => [0xd8, (byte)CwtTag, .. message];

    private static CoseSign1 Read(CborCursor cursor)
    {
        cursor.TryTag(CwtTag);
        if (!cursor.TryTag(CoseSign1Tag))
        {
            throw cursor.Fault("not a COSE_Sign1 message (tag 18)");
        }

        int members = cursor.StartArray();
        if (members != Members)
        {
            throw cursor.Fault($"COSE_Sign1 has {Members} members, and this has {members}");
        }

        ReadOnlyMemory<byte> protectedHeader = cursor.At("protected").Bytes();
        int unprotected = 0;
        cursor.At("unprotected").Map(_ =>
        {
            cursor.Skip();
            unprotected++;
        });
        ReadOnlyMemory<byte>? payload = cursor.At("payload").Peek() == CborReaderState.Null ? SkipNull(cursor) : cursor.Bytes();
        ReadOnlyMemory<byte> signature = cursor.At("signature").Bytes();
        cursor.EndArray();
        return new CoseSign1(protectedHeader, unprotected, payload, signature);
    }

    private static ReadOnlyMemory<byte>? SkipNull(CborCursor cursor)
    {
        cursor.Skip();
        return null;
    }
}
