using System.Text;

namespace DigitalEmblem;

/// <summary>One thing that a key is asked to sign: a token, or a request for an endorsement.</summary>
internal sealed class SigningItem
{
    private SigningItem(EmblemToken? token, TokenProfile profile, EndorsementTerms? terms)
    {
        Token = token;
        Profile = profile;
        Terms = terms;
    }

    /// <summary>The <see cref="Emblem"/> or <see cref="Endorsement"/> to be signed; null if it is a request for an endorsement.</summary>
    public EmblemToken? Token { get; }

    /// <summary>The profile in which the token is to be written. A request for an endorsement is CBOR, as the CWT profile is.</summary>
    public TokenProfile Profile { get; }

    /// <summary>The request for an endorsement to be signed; null if it is a token.</summary>
    public EndorsementTerms? Terms { get; }

    /// <summary>A token.</summary>
    /// <param name="token">The claims.</param>
    /// <param name="profile">The profile in which it is written; the identifier of an endorsed key must be that of the profile.</param>
    public static SigningItem Of(EmblemToken token, TokenProfile profile = TokenProfile.Cwt)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new SigningItem(token, profile, null);
    }

    /// <summary>A request for an endorsement.</summary>
    /// <param name="terms">What is asked of the authority.</param>
    public static SigningItem Of(EndorsementTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new SigningItem(null, TokenProfile.Cwt, terms);
    }

    /// <summary>What the signer should consider before signing, in the order in which it is shown.</summary>
    /// <param name="at">The time of signing.</param>
    public IReadOnlyList<SigningWarning> Warnings(DateTimeOffset at) => SigningWarnings.Of(this, at);

    /// <summary>The bytes that the key signs for this.</summary>
    internal byte[] ToBeSignedBy(VerificationKey key) =>
        Profile == TokenProfile.Jws ? Encoding.ASCII.GetBytes(JwsWriter.SigningInput(Token!, key)) : Structure(key).ToBytes();

    /// <summary>The whole with a signature over <see cref="ToBeSignedBy"/>, as it is published or sent.</summary>
    internal byte[] ToMessage(VerificationKey key, ReadOnlySpan<byte> signature) =>
        Profile == TokenProfile.Jws
            ? Encoding.ASCII.GetBytes(JwsCompact.Join(JwsWriter.SigningInput(Token!, key), signature))
            : Structure(key).ToMessage(signature);

    /// <summary>
    /// Why a message is not this with a signature of the right length; else null, and the signature, which is not verified.
    /// </summary>
    internal string? FaultIn(ReadOnlyMemory<byte> message, VerificationKey key, out ReadOnlyMemory<byte> signature) =>
        Profile == TokenProfile.Jws
            ? JwsFaultIn(message, key, out signature)
            : Structure(key).FaultIn(message, key.Algorithm.SignatureLength, out signature);

    /// <summary>Reads the bytes that a key is asked to sign. Refuses bytes that say anything else than the result does.</summary>
    internal static SigningItem Read(ReadOnlyMemory<byte> toBeSigned, VerificationKey key)
    {
        // A JWS is signed over text that begins with a base64url letter, and a Sig_structure begins with the octet of a CBOR array.
        SigningItem item = toBeSigned.Span is [< 0x80, ..]
            ? Of(ReadJws(toBeSigned.Span, key), TokenProfile.Jws)
            : ReadCose(toBeSigned, key);
        if (item.KeyFault(key) is { } fault)
        {
            throw new TokenFormatException(fault);
        }

        // The signer must be shown exactly what is signed, so the item is encoded again and must give these bytes.
        return item.ToBeSignedBy(key).AsSpan().SequenceEqual(toBeSigned.Span) ? item : throw new TokenFormatException(
            item.Profile == TokenProfile.Jws
                ? "not in the one encoding that it has here (the members in order, without white space), or with more in it than is "
                    + "understood"
                : "not in the one encoding that it has here (deterministic CBOR), or with more in it than is understood");
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
            SigningRules.Check(Token!, key, Profile);
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    private static SigningItem ReadCose(ReadOnlyMemory<byte> toBeSigned, VerificationKey key)
    {
        var parts = SigStructure.Read(toBeSigned);
        bool isToken = parts.ExternalData.IsEmpty;
        if (!isToken && !parts.ExternalData.Span.SequenceEqual(EndorsementRequest.ExternalData))
        {
            throw new TokenFormatException(
                "neither a token nor a request for an endorsement: its external data are of neither", "external_aad");
        }

        return parts.Header.Span.SequenceEqual(
            CwtWriter.ProtectedHeader(key, isToken ? ClaimNames.MediaType : EndorsementRequest.HeaderType))
            ? isToken ? Of(ReadToken(parts, key)) : Of(ReadTerms(parts, key))
            : throw new TokenFormatException(
                $"not the header of {(isToken ? "a token" : "a request for an endorsement")} that the key {key.CoseIdentifier} signs",
                "protected");
    }

    private SigStructure Structure(VerificationKey key) => Terms is not null
        ? EndorsementRequest.ToBeSigned(Terms)
        : new SigStructure(CwtWriter.ProtectedHeader(key), default, CwtWriter.Payload(Token!));

    private string? JwsFaultIn(ReadOnlyMemory<byte> message, VerificationKey key, out ReadOnlyMemory<byte> signature)
    {
        signature = default;
        byte[] asked = [.. ToBeSignedBy(key), (byte)'.'];
        if (!message.Span.StartsWith(asked))
        {
            return "it says something else than was asked";
        }

        if (!Base64UrlText.TryDecode(Encoding.ASCII.GetString(message.Span[asked.Length..]), out byte[]? bytes))
        {
            return "its signature is not base64url";
        }

        signature = bytes;
        return bytes.Length == key.Algorithm.SignatureLength
            ? null
            : $"its signature has {bytes.Length} bytes, where {key.Algorithm.SignatureLength} are asked";
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
    private static EmblemToken ReadToken(SigStructure parts, VerificationKey key) =>
        ReadWhole(Cwt.Read(parts.ToMessage(new byte[key.Algorithm.SignatureLength])));

    private static EmblemToken ReadJws(ReadOnlySpan<byte> text, VerificationKey key)
    {
        UnverifiedToken token = Jws.Read(
            JwsCompact.Join(Encoding.ASCII.GetString(text), new byte[key.Algorithm.SignatureLength]));
        return token.KeyIdentifier == key.JwkIdentifier
            ? ReadWhole(token)
            : throw new TokenFormatException($"not the header of a token that the key {key.JwkIdentifier} signs", "header");
    }

    // A public suffix as a name ignores nothing in the token, and the signer judges the name; so this note is no reason to refuse.
    private static EmblemToken ReadWhole(UnverifiedToken token) =>
        token.Notes.FirstOrDefault(n => n.Code != FindingCode.OrganizationIsPublicSuffix) is { } note
            ? throw new TokenFormatException($"it holds what a reader of tokens would pass over: {note.Message.TrimEnd('.')}")
            : token.Claims;
}
