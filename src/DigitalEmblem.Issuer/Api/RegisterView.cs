using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Authority;

namespace DigitalEmblem.Issuer.Api;

/// <summary>An endorsement that this authority gave.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="ApplicationId">On which application.</param>
/// <param name="Subject">Who was endorsed.</param>
/// <param name="KeyIdentifier">Which key.</param>
/// <param name="SignerKeyId">Our root key that signed.</param>
/// <param name="Purposes">For what.</param>
/// <param name="Grounds">The grounds of entitlement that the approvers confirmed; empty if the request stated none.</param>
/// <param name="NotBefore">From when.</param>
/// <param name="Expires">Until when.</param>
/// <param name="LapsingSince">When it was decided that it is not renewed.</param>
/// <param name="ValidUntil">Until when validators accept it, whatever was decided since.</param>
/// <param name="RevocationAskedBy">The first of the two who revoke it.</param>
/// <param name="RevokedSince">When it was revoked.</param>
/// <param name="ApprovedBeforeWait">
/// Whether it is the first endorsement that this authority approved. Its approvers did not have to wait, and no other approver had to
/// confirm their access.
/// </param>
/// <param name="Note">What stays true, and what to do next; null while this authority stands by it.</param>
/// <param name="Notice">The text to send to the endorsed organization, once it is revoked.</param>
/// <param name="Token">The token of the CWT profile, in base64url.</param>
/// <param name="Jws">The same in the JWS profile, in compact form; null if it was not given in it.</param>
internal sealed record RegisterView(
    Guid Id,
    Guid ApplicationId,
    string Subject,
    string KeyIdentifier,
    Guid SignerKeyId,
    Purposes Purposes,
    IReadOnlyList<GroundView> Grounds,
    DateTimeOffset NotBefore,
    DateTimeOffset Expires,
    DateTimeOffset? LapsingSince,
    DateTimeOffset ValidUntil,
    string? RevocationAskedBy,
    DateTimeOffset? RevokedSince,
    bool ApprovedBeforeWait,
    string? Note,
    string? Notice,
    string Token,
    string? Jws)
{
    public static RegisterView Of(GivenEndorsement g) =>
        new(
            g.Id,
            g.ApplicationId,
            g.Subject.ToString(),
            g.KeyIdentifier,
            g.SignerKeyId,
            g.Purposes,
            [.. StatedGrounds.Of(g).Select(GroundView.Of)],
            g.NotBefore,
            g.Expires,
            g.LapsingSince,
            g.Expires,
            g.RevocationAskedBy,
            g.RevokedSince,
            g.ApprovedBeforeWait,
            EndorsementStanding.NoteOf(g),
            g.RevokedSince is null ? null : EndorsementStanding.NoticeOf(g).ToString(),
            Given.Write(g.Token),
            Given.Text(g.JwsToken));
}
