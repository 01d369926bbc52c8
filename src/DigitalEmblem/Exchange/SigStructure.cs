namespace DigitalEmblem;

/// <summary>
/// The bytes that a key signs (Sig_structure of a COSE_Sign1; RFC 9052, 4.4), by their parts. The second of the four is the protected
/// header, the third says what kind of thing is signed.
/// </summary>
internal readonly record struct SigStructure(ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> ExternalData, ReadOnlyMemory<byte> Payload)
{
    private const int Members = 4;
    private const string Context = "Signature1";

    /// <summary>
    /// Takes the bytes apart. Any encoding of CBOR is read, so a signer must compare the bytes with <see cref="ToBytes"/>.
    /// </summary>
    public static SigStructure Read(ReadOnlyMemory<byte> bytes) => CborCursor.ReadOne(bytes, cursor =>
    {
        if (cursor.StartArray() != Members || cursor.Text() != Context)
        {
            throw new TokenFormatException($"not what a key signs for one signature (an array of {Members}, the first \"{Context}\")");
        }

        ReadOnlyMemory<byte> header = cursor.At("protected").Bytes();
        ReadOnlyMemory<byte> externalData = cursor.At("external_aad").Bytes();
        return new SigStructure(header, externalData, cursor.At("payload").Bytes());
    });

    /// <summary>The bytes, in deterministic encoding.</summary>
    public byte[] ToBytes() => CoseSign1.SigStructure(Header.Span, ExternalData.Span, Payload.Span);

    /// <summary>The message around a signature over the bytes.</summary>
    public byte[] ToMessage(ReadOnlySpan<byte> signature) => CoseSign1.Write(Header.Span, Payload.Span, signature);

    /// <summary>
    /// Why a message is not these bytes with a signature of some length; else null, and the signature, which is not verified.
    /// </summary>
    public string? FaultIn(ReadOnlyMemory<byte> message, int signatureLength, out ReadOnlyMemory<byte> signature)
    {
        signature = default;
        CoseSign1 read;
        try
        {
            read = CoseSign1.Read(message);
        }
        catch (TokenFormatException e)
        {
            return $"it cannot be read ({e.Message})";
        }

        if (read.Payload is not { } payload || !payload.Span.SequenceEqual(Payload.Span))
        {
            return "it says something else than was asked";
        }

        signature = read.Signature;
        return signature.Length != signatureLength ? $"its signature has {signature.Length} bytes, where {signatureLength} are asked"
            : !ToMessage(signature.Span).AsSpan().SequenceEqual(message.Span)
                ? "its header, or what stands around it, is not the one that it should have"
            : null;
    }
}
