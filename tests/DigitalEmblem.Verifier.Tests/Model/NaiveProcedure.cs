namespace DigitalEmblem.Verifier.Tests.Model;

/// <summary>
/// The procedure once more, transcribed from the text over plain facts, as naively as possible: it tries every order of the
/// chain. It shares no code with the real one.
/// </summary>
internal static class NaiveProcedure
{
    /// <summary>What is shown now; if that is wrong, and would not be ten minutes later, nobody knows.</summary>
    public static (SecurityLevel Level, SecurityLevel AtMost, string Endorsers) Judge(Deployment deployment)
    {
        (SecurityLevel Level, SecurityLevel, string) now = Judge(deployment, [Timing.Valid, Timing.Ending]);
        (SecurityLevel Level, SecurityLevel AtMost, string) later = Judge(deployment, [Timing.Valid, Timing.Soon]);
        return now.Level == SecurityLevel.Invalid && later.Level != SecurityLevel.Invalid ? (SecurityLevel.Unknown, later.AtMost, "") : now;
    }

    private static (SecurityLevel Level, SecurityLevel AtMost, string Endorsers) Judge(Deployment deployment, Timing[] inTime)
    {
        // Steps 0 to 2. Equal tokens are one.
        ModelToken[] kept =
        [
            .. deployment.Tokens
                .Where(t => deployment.PublishedKeys.Contains(t.Signer) && !t.Corrupted && inTime.Contains(t.Timing))
                .Distinct(),
        ];

        // Step 3.
        ModelToken[] emblems = [.. kept.Where(t => t.IsEmblem)];
        if (emblems.Length != 1)
        {
            return Of(SecurityLevel.Invalid);
        }

        ModelToken emblem = emblems[0];

        // Step 4.
        ModelToken[] own = [.. kept.Where(t => !t.IsEmblem && t.Issuer == emblem.Issuer)];
        ModelToken[]? chain = Permutations(own).FirstOrDefault(order => IsTheChain(order, emblem));
        if (chain is null
            || chain.SkipLast(1).Any(e => !e.MayEndorse)
            || chain.Any(e => (e.Purposes & emblem.Purposes) != emblem.Purposes))
        {
            return Of(SecurityLevel.Invalid);
        }

        // Step 5.
        if (emblem.Issuer is null)
        {
            return Of(SecurityLevel.Signed);
        }

        // Step 6.
        if (chain.Length == 0 || !chain[0].HasLog || Commitment(deployment, chain[0]) == CommitmentOutcome.Refuted)
        {
            return Of(SecurityLevel.Invalid);
        }

        // Step 7.
        ModelToken[] external =
        [
            .. kept.Where(t => !t.IsEmblem && t.Issuer is not null && t.Issuer != emblem.Issuer
                && Endorses(t, chain[0]) && t.HasLog && t.MayEndorse && (t.Purposes & emblem.Purposes) == emblem.Purposes),
        ];
        string[] proven =
            [.. external.Where(t => Commitment(deployment, t) == CommitmentOutcome.Proven).Select(t => t.Issuer!).Distinct().Order()];
        bool possible = external.Any(t => Commitment(deployment, t) == CommitmentOutcome.Unavailable);
        SecurityLevel atMost = proven.Length > 0 || possible ? SecurityLevel.Endorsed : SecurityLevel.Organizational;
        return Commitment(deployment, chain[0]) == CommitmentOutcome.Unavailable
            ? (SecurityLevel.Unknown, atMost, string.Join(' ', proven))
            : (proven.Length > 0 ? SecurityLevel.Endorsed : SecurityLevel.Organizational, atMost, string.Join(' ', proven));
    }

    /// <summary>Each endorses the next, the last endorses the emblem, and nothing else is endorsed by anything.</summary>
    private static bool IsTheChain(ModelToken[] order, ModelToken emblem)
    {
        ModelToken[] line = [.. order, emblem];
        int edges = order.Sum(a => line.Count(b => Endorses(a, b)));
        return edges == order.Length && Enumerable.Range(0, order.Length).All(i => Endorses(line[i], line[i + 1]));
    }

    private static bool Endorses(ModelToken a, ModelToken b) => a.Endorsed == b.Signer && a.Subject == b.Issuer;

    private static CommitmentOutcome Commitment(Deployment deployment, ModelToken token) =>
        deployment.Commitments.GetValueOrDefault((token.Issuer!, token.Signer));

    private static (SecurityLevel, SecurityLevel, string) Of(SecurityLevel level) => (level, level, "");

    private static IEnumerable<ModelToken[]> Permutations(ModelToken[] items) => items.Length == 0
        ? [[]]
        : items.SelectMany((first, i) => Permutations([.. items[..i], .. items[(i + 1)..]]).Select(rest => (ModelToken[])[first, .. rest]));
}
