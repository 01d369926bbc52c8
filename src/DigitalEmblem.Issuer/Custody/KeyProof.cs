namespace DigitalEmblem.Issuer.Custody;

/// <summary>
/// Checks a key before a store returns it: it must be the expected key, and its private part must belong to its public part.
/// </summary>
internal static class KeyProof
{
    // Cannot be mistaken for a token: a COSE Sig_structure begins with a CBOR array, and a JWS signing input has no spaces.
    private static ReadOnlySpan<byte> Challenge => "DigitalEmblem issuer: this key signs, and says nothing by this signature."u8;

    /// <summary>Checks a key, and disposes it if it fails.</summary>
    /// <param name="key">The key as it was opened.</param>
    /// <param name="expected">The identifier it must have.</param>
    /// <param name="where">Where it was found, for the message.</param>
    /// <returns><paramref name="key"/>.</returns>
    /// <exception cref="KeyCustodyException">It is another key, or does not sign as it should.</exception>
    public static SigningKey Demand(SigningKey key, KeyIdentifier expected, string where)
    {
        try
        {
            if (key.PublicKey.CoseIdentifier != expected)
            {
                throw new KeyCustodyException(
                    KeyFault.AnotherKey,
                    $"{where} is the key {key.PublicKey.CoseIdentifier}, not {expected}: it was not opened. Someone has put another key "
                        + $"in its place; treat this as an incident, and restore the right one from a backup.");
            }

            if (!key.PublicKey.Verify(Challenge, key.Sign(Challenge)))
            {
                throw new KeyCustodyException(
                    KeyFault.Damaged,
                    $"The private part of the key in {where} does not belong to its public key {expected}: it was not opened. "
                        + $"Restore it from a backup, or roll the key.");
            }

            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
