namespace DigitalEmblem;

/// <summary>
/// A request for an endorsement as it was read: well-formed, and not verified. Its writer may not have the key that it asks for.
/// </summary>
internal sealed class UnverifiedEndorsementRequest
{
    private readonly SigStructure _signed;
    private readonly ReadOnlyMemory<byte> _signature;

    internal UnverifiedEndorsementRequest(EndorsementTerms terms, ReadOnlyMemory<byte> signature)
    {
        Terms = terms;
        _signed = EndorsementRequest.ToBeSigned(terms);
        _signature = signature;
    }

    /// <summary>What is asked; not verified.</summary>
    public EndorsementTerms Terms { get; }

    /// <summary>What tells the request from every other: the hash of the bytes under its signature.</summary>
    public Sha256Digest Id => Sha256Digest.Of(_signed.ToBytes());

    internal byte[] Message => _signed.ToMessage(_signature.Span);

    /// <summary>
    /// The request, if the key that it asks for signed it; else null. The identifier of that key is computed here, and
    /// the one inside is never believed.
    /// </summary>
    public EndorsementRequest? Verify() => Terms.Key.Verify(_signed.ToBytes(), _signature.Span) ? new EndorsementRequest(this) : null;

    /// <summary>Reads the COSE_Sign1 message.</summary>
    internal static UnverifiedEndorsementRequest Read(ReadOnlyMemory<byte> message)
    {
        if (message.Length > ExchangeLimits.MaxEndorsementRequestBytes)
        {
            throw new TokenFormatException(
                $"a request of {message.Length} bytes, where {ExchangeLimits.MaxEndorsementRequestBytes} are the limit",
                fault: FormatFault.LimitExceeded);
        }

        // Copy the bytes: their signature is verified later, and the caller may change its buffer until then.
        message = message.ToArray();
        ReadOnlyMemory<byte> payload = CoseSign1.Read(message).Payload
            ?? throw new TokenFormatException("must be in the message, and is detached", "payload");
        EndorsementTerms terms = EndorsementTermsCodec.Read(payload);
        return EndorsementRequest.ToBeSigned(terms)
            .FaultIn(message, terms.Key.Algorithm.SignatureLength, out ReadOnlyMemory<byte> signature) is { } fault
            ? throw new TokenFormatException(fault)
            : new UnverifiedEndorsementRequest(terms, signature);
    }
}
