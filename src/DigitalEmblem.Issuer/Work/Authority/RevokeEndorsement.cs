using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>
/// Revokes an endorsement that this authority gave, by two people. The drafts have no revocation of a signed endorsement, so this ends only
/// what the service controls, and says what stays true until when (<see cref="EndorsementStanding"/>).
/// </summary>
internal sealed class RevokeEndorsement(IssuerStore store, MayApprove mayApprove)
{
    /// <summary>One person revokes it; the second call, by another, is the one that counts.</summary>
    public Task<GivenEndorsement> RunAsync(Actor approver, Guid id, Guid? seen, string reason, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            approver,
            async change =>
            {
                GivenEndorsement given = await change.GetAsync<GivenEndorsement>(id, seen, cancellationToken);
                await mayApprove.RequireAsync(change, cancellationToken);
                bool isRevoked = given.Revoke(approver.Name, reason, change.Now);
                if (isRevoked)
                {
                    Application application = await change.GetAsync<Application>(given.ApplicationId, null, cancellationToken);
                    application.Revoke(EndorsementStanding.NoticeOf(given));
                }

                change.Journal(isRevoked ? "endorsement.revoked" : "endorsement.revocationAsked", given.Subject.ToString(), new JsonObject
                {
                    ["key"] = given.KeyIdentifier,
                    ["endorsement"] = given.Id.ToString(),
                    ["reason"] = reason,
                    ["askedBy"] = change.Who(given.RevocationAskedBy),
                    ["expires"] = given.Expires.ToUnixTimeSeconds(),
                });
                return given;
            },
            cancellationToken);
}
