namespace DigitalEmblem.Verifier;

/// <summary>
/// Assets outside the domain of the emblem's issuer (decisions.md, 16). The CWT profile has no constraint on assets, so an endorsed issuer could mark anybody's host.
/// Only an endorser whom the policy names can say that it may.
/// </summary>
internal static class ForeignAssets
{
    private static readonly AssetIdentifier[] Everything = [AssetIdentifier.Parse("*"), AssetIdentifier.Parse("[0.0.0.0/0]"), AssetIdentifier.Parse("[::/0]")];

    /// <summary>A warning for each asset outside the issuer's domain that no named endorser limits.</summary>
    /// <param name="set">A set with an emblem.</param>
    /// <param name="isNamed">Whether the policy names the endorser of an endorsement.</param>
    public static IEnumerable<Finding> Of(VerifiedSet set, Func<JudgedToken, bool> isNamed)
    {
        if (set.Emblem is not { Claims.Issuer: { } issuer } emblem)
        {
            return [];
        }

        AssetIdentifier[] foreign = [.. emblem.Emblem.Assets.Where(a => a.Kind != AssetKind.Unrecognized && !LiesIn(issuer, a))];
        if (foreign.Length == 0)
        {
            return [];
        }

        ValueList<AssetIdentifier>[] limits = [.. set.Endorsers.Where(isNamed).Select(e => e.Endorsement.Constraints.Assets).OfType<ValueList<AssetIdentifier>>()];
        return foreign.Where(a => !Array.Exists(limits, l => Excludes(l, a))).Select(a => Finding.Warning(
            FindingCode.AssetOutsideIssuerDomain,
            issuer.IsPublicSuffix
                ? $"The issuer's domain {issuer.Domain} is a public suffix: what lies below it belongs to others, {a} too, and no endorser that you named limits what the issuer may mark."
                : $"The asset {a} lies outside the issuer's domain {issuer.Domain}, and no endorser that you named limits what the issuer may mark.",
            "decisions.md, 16",
            emblem.Number));
    }

    /// <summary>Whether the domain of an organization contains an asset. That of a public suffix contains none (decisions.md, 34).</summary>
    public static bool LiesIn(OrganizationIdentifier issuer, AssetIdentifier asset) => asset.Name is { } name && issuer.Domain.Contains(name) && !issuer.IsPublicSuffix;

    // The constraint covers the asset, or the endorsement would not count. It says something if it would not have covered every asset of that kind.
    private static bool Excludes(ValueList<AssetIdentifier> limit, AssetIdentifier asset) => !limit.Any(l => Everything.Contains(l) && l.Covers(asset));
}
