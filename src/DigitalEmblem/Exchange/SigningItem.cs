namespace DigitalEmblem;

/// <summary>One thing that a key is asked to sign: a token, or a request for an endorsement.</summary>
internal sealed class SigningItem
{
    private SigningItem(EmblemToken? token, EndorsementTerms? terms)
    {
        Token = token;
        Terms = terms;
    }

    /// <summary>The <see cref="Emblem"/> or <see cref="Endorsement"/> to be signed; null if it is a request for an endorsement.</summary>
    public EmblemToken? Token { get; }

    /// <summary>The request for an endorsement to be signed; null if it is a token.</summary>
    public EndorsementTerms? Terms { get; }

    /// <summary>A token of the CWT profile.</summary>
    /// <param name="token">The claims.</param>
    public static SigningItem Of(EmblemToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new SigningItem(token, null);
    }

    /// <summary>A request for an endorsement.</summary>
    /// <param name="terms">What is asked of the authority.</param>
    public static SigningItem Of(EndorsementTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new SigningItem(null, terms);
    }

    /// <summary>What the signer should consider before signing, in the order in which it is shown.</summary>
    /// <param name="at">The time of signing.</param>
    public IReadOnlyList<SigningWarning> Warnings(DateTimeOffset at) => SigningWarnings.Of(this, at);

    /// <summary>The bytes that the key signs for this.</summary>
    internal SigStructure ToBeSignedBy(VerificationKey key) =>
        Terms is not null
            ? EndorsementRequest.ToBeSigned(Terms)
            : new SigStructure(CwtWriter.ProtectedHeader(key), default, CwtWriter.Payload(Token!));

    /// <summary>Reads the bytes that a key is asked to sign. Refuses bytes that say anything else than the result does.</summary>
    internal static SigningItem Read(ReadOnlyMemory<byte> toBeSigned, VerificationKey key)
    {
        var parts = SigStructure.Read(toBeSigned);
        bool isToken = parts.ExternalData.IsEmpty;
        if (!isToken && !parts.ExternalData.Span.SequenceEqual(EndorsementRequest.ExternalData))
        {
            throw new TokenFormatException(
                "neither a token nor a request for an endorsement: its external data are of neither", "external_aad");
        }

        if (!parts.Header.Span.SequenceEqual(
            CwtWriter.ProtectedHeader(key, isToken ? ClaimNames.MediaType : EndorsementRequest.HeaderType)))
        {
            throw new TokenFormatException(
                $"not the header of {(isToken ? "a token" : "a request for an endorsement")} that the key {key.CoseIdentifier} signs",
                "protected");
        }

        SigningItem item = isToken ? Of(ReadToken(parts, key)) : Of(ReadTerms(parts, key));
        if (item.KeyFault(key) is { } fault)
        {
            throw new TokenFormatException(fault);
        }

        // The signer must be shown exactly what is signed, so the item is encoded again and must give these bytes.
        return item.ToBeSignedBy(key).ToBytes().AsSpan().SequenceEqual(toBeSigned.Span) ? item : throw new TokenFormatException(
            "not in the one encoding that it has here (deterministic CBOR), or with more in it than is understood");
    }

    /// <summary>Why this must not be signed for an organization by a key; null if it may.</summary>
    internal string? Fault(OrganizationIdentifier organization, VerificationKey key)
    {
        OrganizationIdentifier? speaker = Terms?.Issuer ?? Token?.Issuer;
        if (speaker != organization)
        {
            return $"it would speak for {speaker?.ToString() ?? "nobody"}, and the request is one of {organization}";
        }

        if (Terms is not null)
        {
            return KeyFault(key) ?? Terms.Fault();
        }

        try
        {
            SigningRules.Check(Token!, key, TokenProfile.Cwt);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private string? KeyFault(VerificationKey key) =>
        Terms is null || Terms.Key.Equals(key)
            ? null
            : $"it asks for the key {Terms.Key.CoseIdentifier}, and is to be signed by the key {key.CoseIdentifier}: a key asks for itself";

    // The message must still be small enough to be read once it is signed.
    private static EndorsementTerms ReadTerms(SigStructure parts, VerificationKey key) =>
        parts.ToMessage(new byte[key.Algorithm.SignatureLength]).Length is var length && length <= ExchangeLimits.MaxEndorsementRequestBytes
            ? EndorsementTermsCodec.Read(parts.Payload)
            : throw new TokenFormatException(
                $"a request of {length} bytes, where {ExchangeLimits.MaxEndorsementRequestBytes} are the limit",
                fault: FormatFault.LimitExceeded);

    // Read it as a token with a signature of zeros, so that the reader of tokens reports the same faults as for any token.
    private static EmblemToken ReadToken(SigStructure parts, VerificationKey key)
    {
        UnverifiedToken token = Cwt.Read(parts.ToMessage(new byte[key.Algorithm.SignatureLength]));
        // A public suffix as a name ignores nothing in the token, and the signer judges the name; so this note is no reason to refuse.
        return token.Notes.FirstOrDefault(n => n.Code != FindingCode.OrganizationIsPublicSuffix) is { } note
            ? throw new TokenFormatException($"it holds what a reader of tokens would pass over: {note.Message.TrimEnd('.')}")
            : token.Claims;
    }
}
