namespace DigitalEmblem.Verifier;

/// <summary>
/// The words for a set that is wrong now and would not be wrong a little later (decisions.md, 33). They name no span of time, because a
/// result is kept while nothing begins or ends.
/// </summary>
internal static class ClockDoubt
{
    /// <summary>
    /// Whether the tokens may show something else after the time by which the clock may be slow. If not, a set that is wrong now is wrong
    /// then too.
    /// </summary>
    /// <param name="steady">When the tokens show what they show now.</param>
    /// <param name="options">How slow the clock may be.</param>
    /// <param name="at">The instant of judgement.</param>
    public static bool MayDecide(Validity steady, VerifierOptions options, DateTimeOffset at) =>
        options.SlowClock > TimeSpan.Zero
        && at <= DateTimeOffset.MaxValue - options.SlowClock
        && !steady.Contains(at + options.SlowClock);

    /// <summary>Notes when the answer of <see cref="MayDecide"/> would change.</summary>
    public static void NoteTurns(VerifiedSet set, VerifierOptions options, DateTimeOffset at, SteadyTime steady)
    {
        TimeSpan slow = options.SlowClock, skew = options.ClockSkew;
        steady.TurnsAfter(DateTimeOffset.MaxValue - slow);
        for (int i = 0; at <= DateTimeOffset.MaxValue - slow && i < set.Tokens.Count; i++)
        {
            if (set.Tokens[i].Claims is { Validity: var validity })
            {
                steady.TurnsAt(validity.NotBefore, -skew - slow);
                steady.TurnsAt(validity.Expires, skew - slow);
            }
        }
    }

    /// <summary>The finding.</summary>
    /// <param name="now">The set at the instant of judgement.</param>
    /// <param name="later">The same set a little later.</param>
    public static Finding About(VerifiedSet now, VerifiedSet later)
    {
        // Both hold the same tokens in the same order.
        JudgedToken[] begin =
            [.. now.Tokens.Where((t, i) => Has(t, FindingCode.NotYetValid) && !Has(later.Tokens[i], FindingCode.NotYetValid))];
        JudgedToken[] end = [.. later.Tokens.Where((t, i) => Has(t, FindingCode.Expired) && !Has(now.Tokens[i], FindingCode.Expired))];
        FindingText why = begin.Length > 0
            ? FindingText.Of(
                $"What is shown becomes valid on {Authentication.Instant(begin.Max(t => t.Claims!.Validity.NotBefore))}: "
                    + $"this computer's clock may be slow, or a token was made in the future.")
            : FindingText.Of(
                $"What is shown is wrong until a token of it expires on "
                    + $"{Authentication.Instant(end.Max(t => t.Claims!.Validity.Expires))}: "
                    + $"if this computer's clock is slow, it has expired already.");
        return Finding.Failure(FindingCode.ClockMayBeSlow, $"{why} Compare the clock, or ask again then.", "decisions.md, 33");
    }

    private static bool Has(JudgedToken token, FindingCode code) => token.Findings.Any(f => f.Code == code);
}
