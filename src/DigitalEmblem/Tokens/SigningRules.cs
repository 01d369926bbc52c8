namespace DigitalEmblem;

/// <summary>
/// Refuses to sign a token that could never validate (decisions.md, 8). Each rule names the rule that a validator would apply.
/// </summary>
internal static class SigningRules
{
    public static void Check(EmblemToken token, VerificationKey key, TokenProfile profile)
    {
        CheckValidity(token);
        switch (token)
        {
            case Emblem emblem:
                CheckEmblem(emblem, profile);
                break;
            case Endorsement endorsement:
                CheckEndorsement(endorsement, key, profile);
                break;
        }
    }

    /// <summary>The rules of an emblem of data (data-emblem, token).</summary>
    public static void CheckOfData(Emblem emblem)
    {
        CheckValidity(emblem);
        Refuse(
            emblem.Assets is not [{ Kind: AssetKind.Data }],
            "a sign of data has exactly one asset, which is data: kinds of assets are never mixed");
        CheckStated(emblem, TokenProfile.Cwt);
    }

    private static void CheckValidity(EmblemToken token)
    {
        (long notBefore, long expires) = token.Validity.ToNumericDates();
        Refuse(expires <= notBefore, "the token would never be valid: it expires before, or when, its validity starts");
    }

    private static void CheckEmblem(Emblem emblem, TokenProfile profile)
    {
        Refuse(emblem.Assets.Count == 0, "an emblem marks at least one asset");
        Refuse(
            emblem.Assets.Any(a => a.Kind == AssetKind.Data),
            "an emblem of hosts names no data: a sign of data is made by DigitalEmblem.Data");
        AssetIdentifier? unreadable = emblem.Assets.FirstOrDefault(a =>
            profile == TokenProfile.Cwt ? a.Kind != AssetKind.Name : a.Kind == AssetKind.Unrecognized);
        Refuse(unreadable is not null, profile == TokenProfile.Cwt
            ? $"the CWT profile marks domain names only, and '{unreadable}' is none (addresses and wildcards exist in the JWS profile: "
                + "--format jws)"
            : $"'{unreadable}' is no asset identifier, and would match nothing");
        CheckStated(emblem, profile);
    }

    private static void CheckStated(Emblem emblem, TokenProfile profile)
    {
        CheckPurposes(
            emblem.Purposes,
            profile,
            "an emblem states its purposes (protective, indicative, dangerous-forces, civil-defence, cultural-property)");
        CheckChannels(emblem.Channels, profile);
        Refuse(emblem.Channels is { Count: 0 }, "an emblem names its distribution channels, or does not list them at all");
    }

    private static void CheckEndorsement(Endorsement endorsement, VerificationKey key, TokenProfile profile)
    {
        EmblemConstraints constraints = endorsement.Constraints;
        Refuse(endorsement.EndorsedKey == default, "an endorsement names the key it endorses");
        Refuse(
            endorsement.Issuer == endorsement.Subject && endorsement.EndorsedKey == key.IdentifierIn(profile),
            "the key endorses itself: the chain would be a circle, and the whole set invalid");
        Refuse(
            endorsement.Issuer is null != endorsement.Subject is null,
            "issuer and subject must both be named, or neither: otherwise the endorsement fits no emblem");
        CheckPurposes(constraints.Purposes, profile, "an endorsement states the purposes it permits");
        CheckChannels(constraints.Channels, profile);
        Refuse(
            profile == TokenProfile.Cwt && (constraints.Assets is not null || constraints.Window is not null),
            "constraints on assets and windows exist in the JWS profile only (--format jws)");
        Refuse(constraints.Assets?.Any(a => a.Kind == AssetKind.Data) == true, "constraints on assets name hosts, and no data");
        Refuse(
            constraints.Window is { } window && (window < TimeSpan.Zero || window.Ticks % TimeSpan.TicksPerSecond != 0),
            "a window is a whole number of seconds");
        Refuse(constraints.Assets is { Count: 0 }, "a constraint to no asset at all permits no emblem");

        bool external = endorsement.Issuer != endorsement.Subject;
        Refuse(
            external && endorsement.Log.Count == 0,
            "an endorsement of another organization must say where the endorser's own root key is committed to (log): "
                + "without it no validator counts it");
        Refuse(
            external && !endorsement.MayEndorse,
            "an endorsement of another organization must permit it to endorse (end): it stands above that organization's own endorsements");
    }

    private static void CheckPurposes(Purposes? purposes, TokenProfile profile, string rule)
    {
        if (profile == TokenProfile.Cwt)
        {
            Refuse(purposes is not (> Purposes.None and <= Purposes.All), rule);
        }
        else
        {
            Refuse(
                purposes is { } stated && (stated == Purposes.None || (stated & ~(Purposes.Protective | Purposes.Indicative)) != 0),
                "the JWS profile knows the purposes protective and indicative only");
        }
    }

    private static void CheckChannels(ValueList<string>? channels, TokenProfile profile)
    {
        Refuse(profile == TokenProfile.Cwt && channels is not null, "distribution channels exist in the JWS profile only (--format jws)");
        Refuse(channels is not null && channels.Any(string.IsNullOrEmpty), "a distribution channel is a word");
    }

    private static void Refuse(bool broken, string why)
    {
        if (broken)
        {
            throw new ArgumentException($"This cannot be signed: {why}.");
        }
    }
}
