namespace DigitalEmblem.Verifier;

/// <summary>
/// Orders sets by what they show, the best first; the first one decides (decisions.md, 9). It is a total order. The order of records has
/// no effect, because the server that answers a question for records chooses it.
/// </summary>
/// <param name="asset">The asset asked about; null for all that an emblem names.</param>
internal sealed class SetOrder(AssetIdentifier? asset) : IComparer<SetVerdict>
{
    public int Compare(SetVerdict? x, SetVerdict? y)
    {
        SetVerdict first = x!, second = y!;
        VerifiedSet a = first.Set.Shown, b = second.Set.Shown;
        int order = Place(second.Outcome).CompareTo(Place(first.Outcome));
        order = order != 0 ? order : second.Trusted.CompareTo(first.Trusted);
        order = order != 0 ? order : (int)second.Set.Level - (int)first.Set.Level;
        order = order != 0 ? order : IsAtHome(b).CompareTo(IsAtHome(a));
        order = order != 0 ? order : Nullable.Compare(b.ValidUntil, a.ValidUntil);
        order = order != 0 ? order : CompareEmblems(a.Emblem, b.Emblem);
        return order != 0 ? order : CompareNames(first.Set.Input, second.Set.Input);
    }

    // A question that was not answered comes before a known "no", because its answer could be a good set.
    private static int Place(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Marked => 4,
        VerdictOutcome.Indeterminate => 3,
        VerdictOutcome.NotAccepted => 2,
        VerdictOutcome.Invalid => 1,
        _ => 0,
    };

    private static int CompareEmblems(JudgedToken? a, JudgedToken? b) => a is null || b is null
        ? (a is null).CompareTo(b is null)
        : string.CompareOrdinal(a.Item.Token!.SignedDigest.ToString(), b.Item.Token!.SignedDigest.ToString());

    // The parts of a set's name; no two sets of an input have the same name.
    private static int CompareNames(UnverifiedSet a, UnverifiedSet b)
    {
        int order = string.CompareOrdinal(a.Source, b.Source);
        order = order != 0 ? order : (int)a.Profile - (int)b.Profile;
        order = order != 0 ? order : string.CompareOrdinal(a.Id, b.Id);
        return order != 0 ? order : string.CompareOrdinal(a.Owner?.ToString(), b.Owner?.ToString());
    }

    private bool IsAtHome(VerifiedSet set)
    {
        if (set.Emblem is not { Claims.Issuer: { } issuer } emblem)
        {
            return false;
        }

        if (asset is not null)
        {
            return issuer.Contains(asset);
        }

        foreach (AssetIdentifier marked in emblem.Emblem.Assets)
        {
            if (!issuer.Contains(marked))
            {
                return false;
            }
        }

        return true;
    }
}
