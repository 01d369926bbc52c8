namespace DigitalEmblem;

/// <summary>
/// A token as it was read: well-formed, and nothing more. Whoever signed it, if anybody, may have written anything into it.
/// </summary>
public sealed class UnverifiedToken
{
    internal UnverifiedToken(
        TokenProfile profile,
        SignatureAlgorithm algorithm,
        KeyIdentifier keyIdentifier,
        VerificationKey? headerKey,
        Token claims,
        ReadOnlyMemory<byte> encoded,
        byte[] signedBytes,
        ReadOnlyMemory<byte> signature,
        IReadOnlyList<Finding> notes)
    {
        Profile = profile;
        Algorithm = algorithm;
        KeyIdentifier = keyIdentifier;
        HeaderKey = headerKey;
        Claims = claims;
        Encoded = encoded;
        SignedBytes = signedBytes;
        Signature = signature;
        Notes = notes;
        SignedDigest = Sha256Digest.Of(signedBytes);
    }

    /// <summary>How the token is written.</summary>
    public TokenProfile Profile { get; }

    /// <summary>The algorithm the token says it is signed with. A key decides, not this.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>The identifier of the key that the token says it is signed with.</summary>
    public KeyIdentifier KeyIdentifier { get; }

    /// <summary>The key in the token's own header (<c>jwk</c>; JWS profile only). It counts as a key once the token verifies under it (decisions.md, 2).</summary>
    public VerificationKey? HeaderKey { get; }

    /// <summary>What the token says: an <see cref="Emblem"/> or an <see cref="Endorsement"/>.</summary>
    public Token Claims { get; }

    /// <summary>The bytes as received; for a JWS the ASCII bytes of its compact form.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>What was noticed while reading, and changed nothing.</summary>
    public IReadOnlyList<Finding> Notes { get; }

    /// <summary>The bytes under the signature: the Sig_structure (RFC 9052, 4.4) or the JWS signing input (RFC 7515, 5.1).</summary>
    internal byte[] SignedBytes { get; }

    /// <summary>
    /// What makes two tokens one, together with their key: the hash of the bytes under the signature, whatever wraps them and whichever of the valid signatures stands there (decisions.md, 1).
    /// </summary>
    public Sha256Digest SignedDigest { get; }

    internal ReadOnlyMemory<byte> Signature { get; }

    /// <summary>Whether <paramref name="key"/> signed the token: same algorithm, and the signature verifies. Says nothing of identifiers, time or trust.</summary>
    /// <param name="key">The key to try.</param>
    public bool IsSignedBy(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Algorithm == Algorithm && key.Verify(SignedBytes, Signature.Span);
    }
}
