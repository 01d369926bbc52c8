using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>Decides an application: two people approve it, or one refuses it.</summary>
/// <param name="store">The database.</param>
/// <param name="byProviderOnly">Whether approvals need a token of the identity provider.</param>
internal sealed class DecideApplication(IssuerStore store, bool byProviderOnly = false)
{
    /// <summary>One person approves these terms.</summary>
    public Task<Application> ApproveAsync(Actor approver, Guid id, Guid? seen, Purposes purposes, TimeSpan lifetime,
        CancellationToken cancellationToken) => store.ChangeAsync(
            approver,
            async change =>
            {
                if (byProviderOnly && approver.Credential?.StartsWith(Actor.ByProvider, StringComparison.Ordinal) != true)
                {
                    throw new RefusedException(
                        Refusal.ProviderOnly,
                        "Approvals need a token of the identity provider here (Access:ApproversByProviderOnly), so that those who make API "
                            + "keys cannot approve by them: approve with such a token.");
                }

                Application application = await change.GetAsync<Application>(id, seen, cancellationToken);
                application.Approve(approver.Name, purposes, lifetime, change.Now);
                change.Journal("application.approved", application.Issuer.ToString(), new JsonObject
                {
                    ["key"] = application.KeyIdentifier,
                    ["purposes"] = purposes.ToString(),
                    ["days"] = lifetime.TotalDays,
                    ["approvals"] = application.Approvals.Count,
                });
                return application;
            },
            cancellationToken);

    /// <summary>Refuses an application.</summary>
    public Task<Application> RefuseAsync(Actor actor, Guid id, Guid? seen, string note, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                Application application = await change.GetAsync<Application>(id, seen, cancellationToken);
                application.Refuse(note);
                change.Journal("application.refused", application.Issuer.ToString(), new JsonObject { ["note"] = note });
                return application;
            },
            cancellationToken);
}
