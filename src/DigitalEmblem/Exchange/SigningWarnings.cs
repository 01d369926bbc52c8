namespace DigitalEmblem;

/// <summary>Finds what a person who is careful with a root key should look at before signing.</summary>
internal static class SigningWarnings
{
    public static IReadOnlyList<SigningWarning> Of(SigningItem item, DateTimeOffset at) => item switch
    {
        { Terms: { } terms } => [.. OfValidity(terms.Validity, at), .. OfPurposes(terms.Purposes)],
        { Token: Endorsement endorsement } =>
            [.. OfValidity(endorsement.Validity, at), .. OfEndorsement(endorsement), .. OfPurposes(endorsement.Constraints.Purposes)],
        { Token: Emblem emblem } => [.. OfValidity(emblem.Validity, at), .. OfAssets(emblem), .. OfPurposes(emblem.Purposes)],
        _ => [],
    };

    private static IEnumerable<SigningWarning> OfValidity(Validity validity, DateTimeOffset at)
    {
        if (validity.IsAfter(at))
        {
            yield return new SigningWarning(
                SigningWarningKind.Expired,
                "It has expired already: nobody will accept it. Either the request is old, or the clock of this machine is wrong.");
        }

        if (IsLong(validity))
        {
            yield return new SigningWarning(
                SigningWarningKind.LongValidity, "It is valid for longer than a year, and cannot be taken back before it expires.");
        }
    }

    private static IEnumerable<SigningWarning> OfEndorsement(Endorsement endorsement)
    {
        if (endorsement.Subject != endorsement.Issuer)
        {
            yield return new SigningWarning(
                SigningWarningKind.OtherOrganization,
                $"It endorses another organization: {endorsement.Issuer} vouches for {endorsement.Subject}.");
        }

        if (endorsement.MayEndorse)
        {
            yield return new SigningWarning(
                SigningWarningKind.MayEndorse,
                $"The endorsed key may then endorse further keys for {endorsement.Subject}, and not only sign emblems.");
        }

        if (endorsement.Log.Count == 0)
        {
            yield return new SigningWarning(
                SigningWarningKind.NoCommitment,
                "It does not say where this key is committed to (log): signed by a root key, no validator will accept it.");
        }
    }

    private static IEnumerable<SigningWarning> OfAssets(Emblem emblem)
    {
        if (emblem.Issuer is { } issuer && emblem.Assets.FirstOrDefault(a => !issuer.Contains(a)) is { } foreign)
        {
            string where = issuer.IsPublicSuffix
                ? $"does not belong to {issuer.Domain}, under which a registry registers names of others"
                : $"does not lie under {issuer.Domain}";
            yield return new SigningWarning(
                SigningWarningKind.ForeignAsset,
                $"It marks a name that {where}: {Printable.Text(foreign.ToString())}. Be sure that it is a host of this organization.");
        }
    }

    private static IEnumerable<SigningWarning> OfPurposes(Purposes? purposes)
    {
        if (purposes is { } stated && (stated & ~Purposes.Protective) != 0)
        {
            yield return new SigningWarning(
                SigningWarningKind.BeyondProtective,
                $"Its purposes go beyond protective use: {PurposeNames.Joined(stated & ~Purposes.Protective)}.");
        }
    }

    // The limit is a calendar year, so that "until the same day of next year" gives no warning. The first test keeps AddYears within the
    // year 9999.
    private static bool IsLong(Validity validity) =>
        validity.NotBefore.Year < DateTimeOffset.MaxValue.Year && validity.NotBefore.AddYears(1) < validity.Expires;
}
