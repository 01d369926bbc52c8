namespace DigitalEmblem.Verifier;

/// <summary>The words for a set that is wrong now and would not be a little later (decisions.md, 33). They name no span of time: a result is kept while nothing begins or ends.</summary>
internal static class ClockDoubt
{
    /// <summary>The finding.</summary>
    /// <param name="now">The set at the instant of judgement.</param>
    /// <param name="later">The same set a little later.</param>
    public static Finding About(VerifiedSet now, VerifiedSet later)
    {
        // Both hold the same tokens in the same order.
        JudgedToken[] begin = [.. now.Tokens.Where((t, i) => Has(t, FindingCode.NotYetValid) && !Has(later.Tokens[i], FindingCode.NotYetValid))];
        JudgedToken[] end = [.. later.Tokens.Where((t, i) => Has(t, FindingCode.Expired) && !Has(now.Tokens[i], FindingCode.Expired))];
        string why = begin.Length > 0
            ? $"What is shown becomes valid on {Authentication.Instant(begin.Max(t => t.Claims!.Validity.NotBefore))}: this computer's clock may be slow, or a token was made in the future. "
            : $"What is shown is wrong until a token of it expires on {Authentication.Instant(end.Max(t => t.Claims!.Validity.Expires))}: if this computer's clock is slow, it has expired already. ";
        return Finding.Failure(FindingCode.ClockMayBeSlow, why + "Compare the clock, or ask again then.", "decisions.md, 33");
    }

    private static bool Has(JudgedToken token, FindingCode code) => token.Findings.Any(f => f.Code == code);
}
