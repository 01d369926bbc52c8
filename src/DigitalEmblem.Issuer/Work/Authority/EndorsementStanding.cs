using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>What stays true of an endorsement that this authority gave and does not stand by any more.</summary>
internal static class EndorsementStanding
{
    /// <summary>For this authority's people; null while it stands by the endorsement.</summary>
    public static string? NoteOf(GivenEndorsement given)
    {
        string valid = $"The signed endorsement stays valid until {given.Expires:u}: until then every validator accepts it, because "
            + "nothing can revoke a signed endorsement.";
        return given switch
        {
            { RevokedSince: { } since } =>
                $"Revoked at {since:u}: it is not given out or renewed. {valid} Sooner ends only the binding certificate of this "
                    + "authority, revoked at its certificate authority where that can be had; it ends every endorsement by this root key, "
                    + "and only for validators that look at revocation lists. Send the notice to the organization.",
            { RevocationAskedBy: { } first } =>
                $"{first} asked to revoke it: a second person revokes it within a day of {given.RevocationAskedAt:u}.",
            { LapsingSince: { } since } => $"It was decided at {since:u} that it is not renewed. {valid}",
            _ => null,
        };
    }

    /// <summary>For the endorsed organization: its service shows it as the note of its application.</summary>
    public static Sentence NoticeOf(GivenEndorsement given) => Sentence.Of(
        $"The endorsement of root key {given.KeyIdentifier} of {given.Subject} was revoked at {given.RevokedSince:u}. Reason: "
            + $"{given.RevocationReason} It is not renewed, and ends at {given.Expires:u} at the latest. Until then validators accept it "
            + $"where they find it: do not show it any more, and ask us if this is an error.");
}
