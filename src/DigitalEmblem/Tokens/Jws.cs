using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem;

/// <summary>
/// Tokens of the JWS profile: JSON claims in JWS compact form (core-00, -01), as deployments publish them in TXT records today.
/// </summary>
public static class Jws
{
    /// <summary>Reads one token. What is read is not verified.</summary>
    /// <param name="compact">The compact form: three base64url parts joined by dots.</param>
    /// <param name="limits">Limits on its size; null for the default ones.</param>
    /// <exception cref="TokenFormatException">It is no token of the profile; the message says where and why.</exception>
    public static UnverifiedToken Read(string compact, TokenLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(compact);
        return JwsReader.Read(compact, limits ?? TokenLimits.Default);
    }

    /// <summary>Reads one token, or says that it is none.</summary>
    /// <param name="compact">The compact form; null is none.</param>
    /// <param name="token">The token, or null.</param>
    /// <param name="limits">Limits on its size; null for the default ones.</param>
    public static bool TryRead(
        [NotNullWhen(true)] string? compact, [NotNullWhen(true)] out UnverifiedToken? token, TokenLimits? limits = null)
    {
        token = null;
        try
        {
            token = compact is null ? null : Read(compact, limits);
        }
        catch (TokenFormatException)
        {
        }

        return token is not null;
    }

    /// <summary>Signs an emblem or an endorsement; refuses what could never validate.</summary>
    /// <param name="token">The claims. Instants are written as whole seconds, never a longer validity than given.</param>
    /// <param name="key">The key that signs; its JWK key identifier goes into the header.</param>
    /// <returns>The token in compact form, ASCII.</returns>
    /// <exception cref="ArgumentException">
    /// The token could never validate, or says what the profile cannot express; the message says which rule.
    /// </exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The key could not be used.</exception>
    public static string Sign(EmblemToken token, SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(key);
        SigningRules.Check(token, key.PublicKey, TokenProfile.Jws);
        return SignUnsafe(token, key);
    }

    /// <summary>Signs without the rules of <see cref="SigningRules"/>.</summary>
    internal static string SignUnsafe(EmblemToken token, SigningKey key) => JwsWriter.Sign(token, key);
}
