namespace DigitalEmblem;

/// <summary>
/// A token as it was read: well-formed, and not verified. Its writer may have put anything into it, and need not have signed it.
/// </summary>
public sealed class UnverifiedToken
{
    // Longer structures are allocated on the heap; those of honest tokens have about 400 bytes.
    private const int MaxOnStack = 1024;

    private readonly ReadOnlyMemory<byte> _protectedHeader;
    private readonly ReadOnlyMemory<byte> _payload;

    // The result for these bytes and one key. A token is tried with the one key that its identifier names, so one cached result is enough
    // to check each signature once.
    private SignatureCheck? _lastCheck;

    // Computed at the first use; zero until then.
    private int _keptBytes;

    /// <summary>
    /// A token whose signature is over a Sig_structure made of two of its parts (CWT), or over bytes as they stand
    /// (JWS: <paramref name="payload"/> alone).
    /// </summary>
    internal UnverifiedToken(
        TokenProfile profile,
        SignatureAlgorithm algorithm,
        KeyIdentifier keyIdentifier,
        VerificationKey? headerKey,
        EmblemToken claims,
        ReadOnlyMemory<byte> encoded,
        ReadOnlyMemory<byte> protectedHeader,
        ReadOnlyMemory<byte> payload,
        ReadOnlyMemory<byte> signature,
        IReadOnlyList<Finding> notes)
    {
        Profile = profile;
        Algorithm = algorithm;
        KeyIdentifier = keyIdentifier;
        HeaderKey = headerKey;
        Claims = claims;
        Encoded = encoded;
        _protectedHeader = protectedHeader;
        _payload = payload;
        Signature = signature;
        Notes = notes;
    }

    /// <summary>How the token is written.</summary>
    public TokenProfile Profile { get; }

    /// <summary>The algorithm the token says it is signed with. A key decides, not this.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>The identifier of the key that the token says it is signed with.</summary>
    public KeyIdentifier KeyIdentifier { get; }

    /// <summary>
    /// The key in the token's own header (<c>jwk</c>; JWS profile only). It counts as a key once the token verifies
    /// under it (decisions.md, 2).
    /// </summary>
    public VerificationKey? HeaderKey { get; }

    /// <summary>What the token says: an <see cref="Emblem"/> or an <see cref="Endorsement"/>.</summary>
    public EmblemToken Claims { get; }

    /// <summary>The bytes as received; for a JWS the ASCII bytes of its compact form.</summary>
    public ReadOnlyMemory<byte> Encoded { get; }

    /// <summary>What was noticed while the token was read. It changes no result.</summary>
    public IReadOnlyList<Finding> Notes { get; }

    /// <summary>
    /// The bytes under the signature: the Sig_structure (RFC 9052, 4.4) or the JWS signing input (RFC 7515, 5.1). Made anew each time.
    /// </summary>
    internal byte[] SignedBytes
    {
        get
        {
            var bytes = new byte[SignedLength];
            WriteSigned(bytes);
            return bytes;
        }
    }

    /// <summary>
    /// The hash of the bytes under the signature. Two tokens are one if this and their key are the same: another wrapping, or another valid
    /// signature over the same bytes, does not make a second token (decisions.md, 1). Computed anew each time.
    /// </summary>
    public Sha256Digest SignedDigest => Sha256Digest.Of(SignedBytes);

    /// <summary>What the token holds in memory, in bytes and from above.</summary>
    internal int KeptBytes => _keptBytes != 0 ? _keptBytes : _keptBytes = DigitalEmblem.KeptBytes.Of(this);

    internal ReadOnlyMemory<byte> Signature { get; }

    private int SignedLength =>
        Profile == TokenProfile.Jws ? _payload.Length : CoseSign1.SigStructureLength(_protectedHeader.Span, _payload.Span);

    /// <summary>
    /// Whether <paramref name="key"/> signed the token: same algorithm, and the signature verifies. Says nothing of
    /// identifiers, time or trust.
    /// </summary>
    /// <param name="key">The key to try.</param>
    public bool IsSignedBy(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Algorithm != Algorithm)
        {
            return false;
        }

        if (_lastCheck is { } last && last.Key.Equals(key))
        {
            return last.Holds;
        }

        bool holds = Check(key);
        _lastCheck = new SignatureCheck(key, holds);
        return holds;
    }

    /// <summary>
    /// Whether the bytes under both signatures are the same: then the two are one token, if one key signed both (decisions.md, 1).
    /// </summary>
    /// <param name="other">The other token.</param>
    public bool SaysTheSameAs(UnverifiedToken other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Profile == other.Profile
            && _payload.Span.SequenceEqual(other._payload.Span)
            && CoseSign1.Effective(_protectedHeader.Span).SequenceEqual(CoseSign1.Effective(other._protectedHeader.Span));
    }

    /// <summary>Whether <see cref="IsSignedBy"/> can be answered for this key without a signature check.</summary>
    /// <param name="key">The key.</param>
    public bool IsCheckedWith(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Algorithm != Algorithm || (_lastCheck is { } last && last.Key.Equals(key));
    }

    private bool Check(VerificationKey key)
    {
        if (Profile == TokenProfile.Jws)
        {
            return key.Verify(_payload.Span, Signature.Span);
        }

        int length = SignedLength;
        Span<byte> signed = length <= MaxOnStack ? stackalloc byte[length] : new byte[length];
        WriteSigned(signed);
        return key.Verify(signed, Signature.Span);
    }

    private void WriteSigned(Span<byte> destination)
    {
        if (Profile == TokenProfile.Jws)
        {
            _payload.Span.CopyTo(destination);
        }
        else
        {
            CoseSign1.WriteSigStructure(destination, _protectedHeader.Span, _payload.Span);
        }
    }

    private sealed record SignatureCheck(VerificationKey Key, bool Holds);
}
