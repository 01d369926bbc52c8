namespace DigitalEmblem.Verifier;

/// <summary>The signatures of a set do not depend on each other: they are checked side by side, which is sooner done. Each token remembers what came of it.</summary>
internal static class SignatureChecks
{
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
            Parallel.For(0, open.Count, new ParallelOptions { MaxDegreeOfParallelism = parallelism }, i => open[i].Token.IsSignedBy(open[i].Key));
        }
    }
}
