namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// The profiles in which a name is marked. Each is a set of its own, and none is mixed with the other (decisions.md, 9).
/// </summary>
[Flags]
internal enum MarkProfiles
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>CWT in IHLE records, as the present drafts have it.</summary>
    Cwt = 1,

    /// <summary>JWS in TXT records, as validators that are deployed today read it, and as every provider's form takes it.</summary>
    Jws = 2,

    /// <summary>Both, side by side.</summary>
    Both = Cwt | Jws,
}

/// <summary>Profiles in lists and in words.</summary>
internal static class MarkProfilesExtensions
{
    /// <summary>The purposes that a profile has words for.</summary>
    public static Purposes Expressible(this Purposes purposes, TokenProfile profile) =>
        profile == TokenProfile.Jws ? purposes & (Purposes.Protective | Purposes.Indicative) : purposes;

    /// <summary>Whether a profile is among them.</summary>
    public static bool Has(this MarkProfiles profiles, TokenProfile profile) => profiles.HasFlag(profile.ToMark());

    /// <summary>A profile, as one of those that mark a name.</summary>
    public static MarkProfiles ToMark(this TokenProfile profile) => profile == TokenProfile.Jws ? MarkProfiles.Jws : MarkProfiles.Cwt;

    /// <summary>Each of them, CWT first.</summary>
    public static IEnumerable<TokenProfile> Each(this MarkProfiles profiles) =>
        new[] { TokenProfile.Cwt, TokenProfile.Jws }.Where(p => profiles.Has(p));
}
