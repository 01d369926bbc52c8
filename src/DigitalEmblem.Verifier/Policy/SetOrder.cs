namespace DigitalEmblem.Verifier;

/// <summary>
/// Which set decides (decisions.md, 9): a total order by what the sets show. The order of records says nothing, and whoever answers a question for records chooses it.
/// </summary>
internal static class SetOrder
{
    /// <summary>The sets, the best first.</summary>
    /// <param name="sets">What the policy makes of each.</param>
    /// <param name="asset">The asset asked about; null for all that an emblem names.</param>
    public static SetVerdict[] BestFirst(IEnumerable<SetVerdict> sets, AssetIdentifier? asset) =>
    [
        .. sets
            .OrderByDescending(s => Place(s.Outcome))
            .ThenByDescending(s => s.Trusted)
            .ThenByDescending(s => s.Set.Level)
            .ThenByDescending(s => IsAtHome(s.Set.Shown, asset))
            .ThenByDescending(s => s.Set.Shown.ValidUntil)
            .ThenBy(s => s.Set.Shown.Emblem?.Item.Token?.SignedDigest.ToString(), StringComparer.Ordinal)
            .ThenBy(s => s.Set.Name, StringComparer.Ordinal),
    ];

    // A question that was not answered comes before a known "no", because its answer could be a good set.
    private static int Place(Outcome outcome) => outcome switch
    {
        Outcome.Marked => 4,
        Outcome.Indeterminate => 3,
        Outcome.NotAccepted => 2,
        Outcome.Invalid => 1,
        _ => 0,
    };

    private static bool IsAtHome(VerifiedSet set, AssetIdentifier? asset) =>
        set.Emblem is { Claims.Issuer: { } issuer } emblem
        && (asset is null ? emblem.Emblem.Assets.All(a => ForeignAssets.LiesIn(issuer, a)) : ForeignAssets.LiesIn(issuer, asset));
}
