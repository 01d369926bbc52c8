using System.Buffers.Binary;
using System.Formats.Cbor;

namespace DigitalEmblem;

/// <summary>
/// The COSE_Sign1 message (RFC 9052, 4.2) beneath a CWT: its shape and the bytes under its signature. The profile's own
/// rules stand in <see cref="CwtReader"/>.
/// </summary>
internal sealed class CoseSign1
{
    private const ulong CwtTag = 61;
    private const ulong CoseSign1Tag = 18;
    private const int Members = 4;

    // The Sig_structure starts with the head of an array of four and the text "Signature1" (RFC 9052, 4.4).
    private static ReadOnlySpan<byte> Context =>
        [0x84, 0x6a, (byte)'S', (byte)'i', (byte)'g', (byte)'n', (byte)'a', (byte)'t', (byte)'u', (byte)'r', (byte)'e', (byte)'1'];

    private CoseSign1(
        ReadOnlyMemory<byte> protectedHeader, int unprotectedCount, ReadOnlyMemory<byte>? payload, ReadOnlyMemory<byte> signature)
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
    public static CoseSign1 Read(ReadOnlyMemory<byte> data)
    {
        var cursor = new CborCursor(data);
        CoseSign1 message = Read(cursor);
        cursor.At(null).End();
        return message;
    }

    /// <summary>The Sig_structure (RFC 9052, 4.4). An encoded empty map as protected header counts as the empty byte string.</summary>
    public byte[] SigStructure(ReadOnlySpan<byte> externalData = default) =>
        SigStructure(Effective(ProtectedHeader.Span), externalData, Payload!.Value.Span);

    /// <summary>The Sig_structure over these parts.</summary>
    public static byte[] SigStructure(ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> externalData, ReadOnlySpan<byte> payload)
    {
        var structure = new byte[SigStructureLength(protectedHeader, externalData, payload)];
        WriteSigStructure(structure, protectedHeader, externalData, payload);
        return structure;
    }

    /// <summary>The length of the Sig_structure without external data.</summary>
    public static int SigStructureLength(ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> payload) =>
        SigStructureLength(Effective(protectedHeader), default, payload);

    /// <summary>
    /// Writes the Sig_structure without external data into exactly
    /// <see cref="SigStructureLength(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/> bytes.
    /// </summary>
    public static void WriteSigStructure(Span<byte> destination, ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> payload) =>
        WriteSigStructure(destination, Effective(protectedHeader), default, payload);

    /// <summary>
    /// The message around a signature made over <see cref="SigStructure(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>.
    /// </summary>
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

    /// <summary>The protected header as it is signed.</summary>
    public static ReadOnlySpan<byte> Effective(ReadOnlySpan<byte> protectedHeader) => protectedHeader is [0xa0] ? default : protectedHeader;

    private static int SigStructureLength(
        ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> externalData, ReadOnlySpan<byte> payload) =>
        Context.Length + HeadLength(protectedHeader.Length) + protectedHeader.Length + HeadLength(externalData.Length) + externalData.Length
        + HeadLength(payload.Length) + payload.Length;

    private static void WriteSigStructure(
        Span<byte> destination, ReadOnlySpan<byte> protectedHeader, ReadOnlySpan<byte> externalData, ReadOnlySpan<byte> payload)
    {
        Context.CopyTo(destination);
        destination = destination[Context.Length..];
        WriteBytes(ref destination, protectedHeader);
        WriteBytes(ref destination, externalData);
        WriteBytes(ref destination, payload);
    }

    // Deterministic heads of byte strings (RFC 8949, 4.2.1). No part is longer than a token, which has less than 2^31 bytes.
    private static int HeadLength(int length) => length switch { < 24 => 1, <= byte.MaxValue => 2, <= ushort.MaxValue => 3, _ => 5 };

    private static void WriteBytes(ref Span<byte> destination, ReadOnlySpan<byte> bytes)
    {
        const byte ByteString = 0x40;
        int head = HeadLength(bytes.Length);
        switch (head)
        {
            case 1:
                destination[0] = (byte)(ByteString | bytes.Length);
                break;
            case 2:
                destination[0] = ByteString | 24;
                destination[1] = (byte)bytes.Length;
                break;
            case 3:
                destination[0] = ByteString | 25;
                BinaryPrimitives.WriteUInt16BigEndian(destination[1..], (ushort)bytes.Length);
                break;
            default:
                destination[0] = ByteString | 26;
                BinaryPrimitives.WriteInt32BigEndian(destination[1..], bytes.Length);
                break;
        }

        bytes.CopyTo(destination[head..]);
        destination = destination[(head + bytes.Length)..];
    }

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
        int unprotected = cursor.At("unprotected").StartMap();
        var seen = default(CborKeys);
        for (int i = 0; i < unprotected; i++)
        {
            cursor.Key(ref seen);
            cursor.Skip();
        }

        ReadOnlyMemory<byte>? payload = null;
        if (cursor.At("payload").Peek() == CborReaderState.Null)
        {
            cursor.Null();
        }
        else
        {
            payload = cursor.Bytes();
        }

        ReadOnlyMemory<byte> signature = cursor.At("signature").Bytes();
        return new CoseSign1(protectedHeader, unprotected, payload, signature);
    }
}
