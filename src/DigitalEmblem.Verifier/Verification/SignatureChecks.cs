using System.Security.Cryptography;

namespace DigitalEmblem.Verifier;

/// <summary>
/// Checks the signatures of a set in parallel, because they do not depend on each other and the result is sooner there. Each token
/// remembers its result.
/// </summary>
internal static class SignatureChecks
{
    /// <summary>
    /// Whether a key signed a token; null if this platform cannot do the algorithm, so that nothing is known of the
    /// signature (decisions.md, 35).
    /// </summary>
    public static bool? IsSigned(UnverifiedToken token, VerificationKey key)
    {
        try
        {
            return token.IsSignedBy(key);
        }
        catch (Exception e) when (e is PlatformNotSupportedException or CryptographicException)
        {
            return null;
        }
    }

    public static void MakeAtOnce(List<JudgedToken> tokens, KeysAtHand keys, int parallelism)
    {
        if (parallelism < 2 || tokens.Count < 2)
        {
            return;
        }

        var open = new List<(UnverifiedToken Token, VerificationKey Key)>(tokens.Count);
        foreach (JudgedToken judged in tokens)
        {
            if (judged.Item.Token is { } token && keys.Find(token.KeyIdentifier) is { } key && !token.IsCheckedWith(key))
            {
                open.Add((token, key));
            }
        }

        if (open.Count > 1)
        {
            // This only computes, and waits only for other signatures of the same set.
#pragma warning disable RS0030
            Parallel.For(
                0, open.Count, new ParallelOptions { MaxDegreeOfParallelism = parallelism }, i => IsSigned(open[i].Token, open[i].Key));
#pragma warning restore RS0030
        }
    }
}
