using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem;

/// <summary>Tokens of the CWT profile: CBOR Web Tokens in COSE_Sign1 (core-02), the form that is written by default.</summary>
public static class Cwt
{
    /// <summary>Reads one token, with or without tag 61 around it. What is read is not verified.</summary>
    /// <param name="encoded">Exactly one CBOR item.</param>
    /// <param name="limits">Limits on its size; null for the default ones.</param>
    /// <exception cref="TokenFormatException">It is no token of the profile; the message says where and why.</exception>
    public static UnverifiedToken Read(ReadOnlyMemory<byte> encoded, TokenLimits? limits = null) =>
        CwtReader.Read(encoded, limits ?? TokenLimits.Default);

    /// <summary>Reads one token, or says that it is none.</summary>
    /// <param name="encoded">Exactly one CBOR item.</param>
    /// <param name="token">The token, or null.</param>
    /// <param name="limits">Limits on its size; null for the default ones.</param>
    public static bool TryRead(ReadOnlyMemory<byte> encoded, [NotNullWhen(true)] out UnverifiedToken? token, TokenLimits? limits = null)
    {
        try
        {
            token = Read(encoded, limits);
            return true;
        }
        catch (TokenFormatException)
        {
            token = null;
            return false;
        }
    }

    /// <summary>Signs an emblem or an endorsement; refuses what could never validate.</summary>
    /// <param name="token">The claims. Instants are written as whole seconds, never a longer validity than given.</param>
    /// <param name="key">The key that signs; its COSE key identifier goes into the header.</param>
    /// <param name="insideTag61">Whether to put tag 61 around the token, as a text of September 2026 had it.</param>
    /// <returns>The token in deterministic CBOR (RFC 8949, 4.2.1), beginning <c>d2 84</c>, or <c>d8 3d</c> inside tag 61.</returns>
    /// <exception cref="ArgumentException">
    /// The token could never validate, or says what the profile cannot express; the message says which rule.
    /// </exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key could not be used.</exception>
    public static byte[] Sign(EmblemToken token, SigningKey key, bool insideTag61 = false)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(key);
        SigningRules.Check(token, key.PublicKey, TokenProfile.Cwt);
        byte[] signed = SignUnsafe(token, key);
        return insideTag61 ? CoseSign1.InsideCwtTag(signed) : signed;
    }

    /// <summary>Signs an emblem of data (data-emblem, token); refuses what could never validate, and every other token.</summary>
    /// <param name="emblem">The claims; its one asset is data.</param>
    /// <param name="key">The key that signs.</param>
    internal static byte[] SignOfData(Emblem emblem, SigningKey key)
    {
        SigningRules.CheckOfData(emblem);
        return SignUnsafe(emblem, key);
    }

    /// <summary>Signs without the rules of <see cref="SigningRules"/>.</summary>
    internal static byte[] SignUnsafe(EmblemToken token, SigningKey key) => CwtWriter.Sign(token, key);
}
