using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>
/// A request of an issuer to an authority, signed by the root key that it asks for. Every instance has a verified signature. This proves
/// only that its signer has the key. The authority must find out whether the organization is who it says, and is committed to the key (<see
/// cref="Commitment"/>).
/// </summary>
/// <remarks>
/// It is no token and cannot become one: it is signed over external data that no token has, under another type (spec/exchange-files.md).
/// </remarks>
internal sealed class EndorsementRequest
{
    /// <summary>How the name of such a file ends.</summary>
    public const string Extension = ".adem-endorsement-request.json";

    /// <summary>The type in the header, where tokens have <c>application/adem</c>: readers of tokens refuse it.</summary>
    internal const string HeaderType = "application/vnd.digital-emblem.endorsement-request";

    private const string SignedMember = "signed";

    private readonly UnverifiedEndorsementRequest _signed;

    internal EndorsementRequest(UnverifiedEndorsementRequest signed) => _signed = signed;

    /// <summary>What is asked.</summary>
    public EndorsementTerms Terms => _signed.Terms;

    /// <summary>
    /// What tells the request from every other: the hash of the bytes under its signature. An authority that keeps it
    /// notices when one is shown again.
    /// </summary>
    public Sha256Digest Id => _signed.Id;

    /// <summary>
    /// The commitment that the issuer claims. Nothing of it is checked here: <see cref="HeldEvidence"/> over <see cref="Material"/>,
    /// or a gatherer, says what is known of it.
    /// </summary>
    public CommitmentClaim Commitment => new(Terms.Issuer, Terms.Key, Terms.Log);

    /// <summary>What the request brings to verify its commitment with: the certificates, if there are any.</summary>
    public CommitmentMaterial Material => Terms.Chain is { } chain ? CommitmentMaterial.Of([chain]) : CommitmentMaterial.None;

    /// <summary>The external data under the signature. Those of tokens are empty, so that no signature serves for both.</summary>
    internal static ReadOnlySpan<byte> ExternalData => "digital-emblem-endorsement-request/1"u8;

    /// <summary>Signs a request; refuses what no authority could grant.</summary>
    /// <param name="terms">What is asked.</param>
    /// <param name="key">The root key that the terms name.</param>
    /// <exception cref="ArgumentException">It could never be granted, or is to be signed by another key; the message says why.</exception>
    /// <exception cref="CryptographicException">The key could not be used.</exception>
    public static EndorsementRequest Sign(EndorsementTerms terms, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(terms);
        ArgumentNullException.ThrowIfNull(key);
        if (terms.Fault() is { } fault)
        {
            throw new ArgumentException($"This cannot be asked: {fault}.");
        }

        if (!key.PublicKey.Equals(terms.Key))
        {
            throw new ArgumentException($"The request is for the key {terms.Key.CoseIdentifier}, which signs it, and this is the key "
                + $"{key.PublicKey.CoseIdentifier}.");
        }

        SigStructure toBeSigned = ToBeSigned(terms);
        byte[] message = toBeSigned.ToMessage(key.Sign(toBeSigned.ToBytes()));
        if (message.Length > ExchangeLimits.MaxEndorsementRequestBytes)
        {
            throw new ArgumentException($"The request would have {message.Length} bytes, where {ExchangeLimits.MaxEndorsementRequestBytes} "
                + "are the limit: send the certificates apart from it.");
        }

        // Return what a reader of the signed bytes gets: whole seconds, and nothing that the caller can change later.
        return UnverifiedEndorsementRequest.Read(message).Verify()
            ?? throw new CryptographicException("What the key signed does not verify under its public key. Nothing of it may be used.");
    }

    /// <summary>Reads a file. What is read is not verified.</summary>
    /// <param name="utf8">The file.</param>
    /// <exception cref="TokenFormatException">It is no request, or is not written as one is; the message says where and why.</exception>
    public static UnverifiedEndorsementRequest Read(ReadOnlyMemory<byte> utf8) => ExchangeJson.Read(
        utf8, ExchangeLimits.MaxEndorsementRequestFileBytes, ExchangeJson.EndorsementRequestFormat, [SignedMember],
        root =>
        {
            byte[] message = ExchangeJson.Bytes(ExchangeJson.Member(root, SignedMember), SignedMember);
            return TokenFormatException.InPath(SignedMember, () => UnverifiedEndorsementRequest.Read(message));
        });

    /// <summary>Reads a file, or says that it is no request.</summary>
    /// <param name="utf8">The file.</param>
    /// <param name="request">The request, or null.</param>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, [NotNullWhen(true)] out UnverifiedEndorsementRequest? request)
    {
        try
        {
            request = Read(utf8);
        }
        catch (TokenFormatException)
        {
            request = null;
        }

        return request is not null;
    }

    /// <summary>The request as a file.</summary>
    public byte[] ToBytes() =>
        ExchangeJson.Write(ExchangeJson.EndorsementRequestFormat, json => json.WriteBase64String(SignedMember, _signed.Message));

    /// <summary>
    /// The endorsement that the authority would sign for this request: of the issuer's root key, permitting it to endorse (<c>end</c>), and
    /// in nothing wider than was asked. Whether to sign it is the authority's decision, after it checked the commitment.
    /// </summary>
    /// <param name="authority">The authority that signs; it must be the one that is asked.</param>
    /// <param name="log">Where the authority's own root key, which will sign, is committed to; at least one entry.</param>
    /// <param name="validity">Within the validity that is asked for.</param>
    /// <param name="purposes">Among those that are asked for; at least one.</param>
    /// <param name="profile">The profile in which it will be signed; one that is asked for. JWS has only protective and indicative.</param>
    /// <exception cref="ArgumentException">
    /// The request is for another authority, or this would be wider than was asked; the message says which.
    /// </exception>
    public Endorsement ToEndorsement(OrganizationIdentifier authority, ValueList<CommitmentEntry> log, Validity validity, Purposes purposes,
        TokenProfile profile = TokenProfile.Cwt)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(log);
        if (authority != Terms.Authority)
        {
            throw new ArgumentException($"The request asks {Terms.Authority}, and {authority} cannot grant it.");
        }

        if (profile == TokenProfile.Jws && !Terms.AlsoInJws)
        {
            throw new ArgumentException($"The request does not ask for an endorsement in the {profile} profile.");
        }

        if (purposes == Purposes.None || (purposes & ~Terms.Purposes) != 0)
        {
            throw new ArgumentException($"The request asks for the purposes {PurposeNames.Joined(Terms.Purposes)}: "
                + "one or more of them can be granted, and no other.");
        }

        if (validity.NotBefore < Terms.Validity.NotBefore || validity.Expires > Terms.Validity.Expires)
        {
            throw new ArgumentException($"The request asks for a validity within {Terms.Validity}, and {validity} goes beyond it.");
        }

        if (log.Count == 0)
        {
            throw new ArgumentException("An endorsement of another organization must say where the endorser's own root key is committed to "
                + "(log): without it no validator counts it.");
        }

        return new Endorsement
        {
            Issuer = authority,
            Subject = Terms.Issuer,
            EndorsedKey = Terms.Key.IdentifierIn(profile),
            MayEndorse = true,
            Constraints = new EmblemConstraints { Purposes = profile == TokenProfile.Jws ? ClaimNames.InJws(purposes) : purposes },
            Log = log,
            Validity = validity,
        };
    }

    internal static SigStructure ToBeSigned(EndorsementTerms terms) =>
        new(CwtWriter.ProtectedHeader(terms.Key, HeaderType), ExternalData.ToArray(), EndorsementTermsCodec.Write(terms));
}
