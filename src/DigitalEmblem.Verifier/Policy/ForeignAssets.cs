namespace DigitalEmblem.Verifier;

/// <summary>
/// Assets outside the domain of the emblem's issuer (decisions.md, 16). The CWT profile has no constraint on assets, so an endorsed issuer
/// could mark any host. Only an endorser that the policy names can allow this.
/// </summary>
internal static class ForeignAssets
{
    private static readonly AssetIdentifier[] Everything =
        [AssetIdentifier.Parse("*"), AssetIdentifier.Parse("[0.0.0.0/0]"), AssetIdentifier.Parse("[::/0]")];

    /// <summary>A warning for each asset outside the issuer's domain that no named endorser limits.</summary>
    /// <param name="set">A set with an emblem.</param>
    /// <param name="policy">The policy; it names the endorsers that count.</param>
    public static IReadOnlyList<Finding> Of(VerifiedSet set, TrustPolicy policy) =>
        set.Emblem is { Claims.Issuer: { } issuer } emblem && In(emblem.Emblem.Assets, issuer) is { } foreign
            ? Warnings(set, emblem, issuer, foreign, policy)
            : [];

    // Null if there is none, as for most emblems: then nothing is allocated.
    private static List<AssetIdentifier>? In(ValueList<AssetIdentifier> assets, OrganizationIdentifier issuer)
    {
        List<AssetIdentifier>? foreign = null;
        for (int i = 0; i < assets.Count; i++)
        {
            // Data lie in no domain, so the rule does not apply to them (data-emblem, token).
            if (assets[i].Kind is not (AssetKind.Unrecognized or AssetKind.Data) && !issuer.Contains(assets[i]))
            {
                (foreign ??= []).Add(assets[i]);
            }
        }

        return foreign;
    }

    private static IReadOnlyList<Finding> Warnings(
        VerifiedSet set, JudgedToken emblem, OrganizationIdentifier issuer, List<AssetIdentifier> foreign, TrustPolicy policy)
    {
        ValueList<AssetIdentifier>[] limits =
            [.. set.Endorsers.Where(policy.Names).Select(e => e.Endorsement.Constraints.Assets).OfType<ValueList<AssetIdentifier>>()];
        var warnings = default(FindingList);
        foreach (AssetIdentifier asset in foreign)
        {
            if (Array.Exists(limits, l => Excludes(l, asset)) || !warnings.HasRoom(FindingCode.AssetOutsideIssuerDomain))
            {
                continue;
            }

            FindingText where = issuer.IsPublicSuffix
                ? FindingText.Of(
                    $"The issuer's domain {issuer.Domain} is a public suffix: what lies below it belongs to others, {asset} too")
                : FindingText.Of($"The asset {asset} lies outside the issuer's domain {issuer.Domain}");
            warnings.Add(Finding.Warning(
                FindingCode.AssetOutsideIssuerDomain,
                $"{where}, and no endorser that you named limits what the issuer may mark.",
                "decisions.md, 16",
                emblem.Number));
        }

        return warnings.All;
    }

    // The constraint always covers the asset, because the endorsement does not count otherwise. It limits the issuer only if it does not
    // cover every asset of that kind.
    private static bool Excludes(ValueList<AssetIdentifier> limit, AssetIdentifier asset) =>
        !limit.Any(l => Everything.Contains(l) && l.Covers(asset));
}
