namespace DigitalEmblem;

/// <summary>
/// A public key that verifies signatures of exactly one algorithm. Checked when it is read: a point off its curve, a coordinate of the
/// wrong width, private members, or a key meant for something else never become one.
/// </summary>
/// <remarks>
/// Thread-safe. The key is imported once, with the first signature that it checks. Keep the object rather than reading the key again,
/// because an import costs as much as a check or more. Equal keys have equal algorithm and coordinates.
/// </remarks>
public abstract class VerificationKey : IEquatable<VerificationKey>
{
    private Tuple<KeyIdentifier>? _jwkIdentifier;

    private protected VerificationKey(SignatureAlgorithm algorithm, byte[] x, byte[] y)
    {
        Algorithm = algorithm;
        X = x;
        Y = y;
        CoseIdentifier = CoseKeyCodec.Thumbprint(algorithm, x, y);
    }

    /// <summary>The one algorithm that this key verifies.</summary>
    public SignatureAlgorithm Algorithm { get; }

    /// <summary>The key identifier of the CWT profile: SHA-256 COSE Key Thumbprint (RFC 9679).</summary>
    public KeyIdentifier CoseIdentifier { get; }

    /// <summary>The key identifier of the JWS profile: SHA-256 JWK Thumbprint (RFC 7638).</summary>
    public KeyIdentifier JwkIdentifier =>
        (_jwkIdentifier ??= Tuple.Create(KeyIdentifier.OfThumbprintInput(JwkCodec.ThumbprintInput(this)))).Item1;

    /// <summary>The x coordinate, or the 32 bytes of an Ed25519 key.</summary>
    internal byte[] X { get; }

    /// <summary>The y coordinate; empty for Ed25519.</summary>
    internal byte[] Y { get; }

    /// <summary>The key identifier that tokens of <paramref name="profile"/> use for this key.</summary>
    /// <param name="profile">The profile.</param>
    public KeyIdentifier IdentifierIn(TokenProfile profile) => profile == TokenProfile.Jws ? JwkIdentifier : CoseIdentifier;

    /// <summary>
    /// Whether <paramref name="signature"/> is this key's signature of <paramref name="data"/>. Never throws for what they hold.
    /// </summary>
    /// <param name="data">The bytes that were signed (not their hash).</param>
    /// <param name="signature">r||s of fixed width for ECDSA, the 64 bytes of RFC 8032 for Ed25519; any other length is false.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// The platform does not do this algorithm, or failed; nothing is known of the signature then.
    /// </exception>
    public abstract bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature);

    /// <summary>
    /// Reads a COSE_Key (RFC 9052, 7): EC2 or OKP, public members only; a compressed y is decompressed; <c>kid</c> is ignored.
    /// </summary>
    /// <param name="coseKey">Exactly one CBOR item.</param>
    /// <exception cref="TokenFormatException">It is no public key of a supported algorithm, or not meant for verification.</exception>
    public static VerificationKey FromCoseKey(ReadOnlyMemory<byte> coseKey) => CoseKeyCodec.Read(coseKey);

    /// <summary>Reads a JWK (RFC 7517): EC or OKP, with <c>alg</c>, public members only; <c>kid</c> is ignored.</summary>
    /// <param name="jwk">Exactly one JSON object.</param>
    /// <exception cref="TokenFormatException">It is no public key of a supported algorithm, or not meant for verification.</exception>
    public static VerificationKey FromJwk(string jwk)
    {
        ArgumentNullException.ThrowIfNull(jwk);
        return JwkCodec.Read(System.Text.Encoding.UTF8.GetBytes(jwk));
    }

    /// <summary>Reads a SubjectPublicKeyInfo (RFC 5280, RFC 8410); the algorithm is that of the curve.</summary>
    /// <param name="subjectPublicKeyInfo">Exactly one DER value.</param>
    /// <exception cref="TokenFormatException">It is no public key on a supported, named curve.</exception>
    public static VerificationKey FromSubjectPublicKeyInfo(ReadOnlySpan<byte> subjectPublicKeyInfo) => SpkiCodec.Read(subjectPublicKeyInfo);

    /// <summary>Reads a PEM text with one <c>PUBLIC KEY</c> (RFC 7468).</summary>
    /// <param name="pem">The text.</param>
    /// <exception cref="TokenFormatException">There is no such block, or it holds no supported key.</exception>
    public static VerificationKey FromPem(string pem)
    {
        ArgumentNullException.ThrowIfNull(pem);
        return SpkiCodec.ReadPem(pem);
    }

    /// <summary>The key as a COSE_Key in deterministic encoding, <c>alg</c> included and <c>kid</c> left out.</summary>
    public byte[] ToCoseKey() => CoseKeyCodec.Write(this);

    /// <summary>The key as a JWK on one line, members in the order of their names, <c>alg</c> included and <c>kid</c> left out.</summary>
    public string ToJwk() => JwkCodec.Write(this);

    /// <summary>The key as a DER SubjectPublicKeyInfo.</summary>
    public abstract byte[] ToSubjectPublicKeyInfo();

    /// <summary>The key as a PEM <c>PUBLIC KEY</c>.</summary>
    public string ToPem() => System.Security.Cryptography.PemEncoding.WriteString("PUBLIC KEY", ToSubjectPublicKeyInfo());

    /// <inheritdoc/>
    public bool Equals(VerificationKey? other) =>
        other is not null && Algorithm == other.Algorithm && CoseIdentifier == other.CoseIdentifier;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as VerificationKey);

    /// <inheritdoc/>
    public override int GetHashCode() => CoseIdentifier.GetHashCode();

    /// <summary>The algorithm and the identifier of the CWT profile, for messages.</summary>
    public override string ToString() => $"{Algorithm} {CoseIdentifier}";

    /// <summary>Takes coordinates of the right width; throws if the point is not on the curve.</summary>
    internal static VerificationKey Create(SignatureAlgorithm algorithm, byte[] x, byte[] y) =>
        algorithm.IsEcdsa ? new EcdsaVerificationKey(algorithm, x, y) : new Ed25519VerificationKey(x);

    /// <summary>
    /// Makes the platform's key of a point that is known to be one: if that fails, the platform lacks the algorithm, which
    /// says nothing of the key (decisions.md, 35).
    /// </summary>
    private protected static T PlatformKey<T>(SignatureAlgorithm algorithm, Func<T> import)
    {
        try
        {
            return import();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new System.Security.Cryptography.CryptographicException(
                $"This machine's cryptography does not do {algorithm}, so no signature of it can be checked here: {e.Message}", e);
        }
    }

    private protected static TokenFormatException BadPoint(SignatureAlgorithm algorithm) =>
        new($"the coordinates are no public key of {algorithm} (not a point of its curve)");
}
