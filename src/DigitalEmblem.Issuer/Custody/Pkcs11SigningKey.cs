namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// A key in a token, which signs there. It uses no session while it does not sign, so it still works after the token was taken out and put
/// back. Safe for concurrent use.
/// </summary>
internal sealed class Pkcs11SigningKey(Pkcs11Token token, KeyReference reference, VerificationKey publicKey) : SigningKey(publicKey)
{
    private readonly Pkcs11Algorithm _algorithm = Pkcs11Algorithm.Of(publicKey.Algorithm);

    /// <inheritdoc/>
    public override byte[] Sign(ReadOnlySpan<byte> data)
    {
        byte[] input = _algorithm.Input(data);
        byte[] signature = token.Use(session => session.Sign(reference, _algorithm, input));
        return signature.Length == Algorithm.SignatureLength
            ? signature
            : throw new KeyCustodyException(
                KeyFault.NotSupported,
                $"The token made a signature of {signature.Length} bytes with {reference}, where {Algorithm.Name} has "
                    + $"{Algorithm.SignatureLength}: it was thrown away. Ask the vendor of the token.");
    }
}
