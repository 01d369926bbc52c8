using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>Decides an application: two people approve it, or one refuses it.</summary>
/// <param name="store">The database.</param>
/// <param name="mayApprove">Who may approve.</param>
internal sealed class DecideApplication(IssuerStore store, MayApprove mayApprove)
{
    /// <summary>One person approves these terms.</summary>
    public Task<Application> ApproveAsync(Actor approver, Guid id, Guid? seen, Purposes purposes, TimeSpan lifetime,
        CancellationToken cancellationToken) => store.ChangeAsync(
            approver,
            async change =>
            {
                bool beforeWait = await mayApprove.RequireAsync(change, cancellationToken);
                Application application = await change.GetAsync<Application>(id, seen, cancellationToken);
                application.Approve(approver.Name, purposes, lifetime, beforeWait, change.Now);
                if (application.State == ApplicationState.Approved)
                {
                    (await change.OrganizationAsync(cancellationToken)).NoteApproval(change.Now);
                }

                change.Journal("application.approved", application.Issuer.ToString(), new JsonObject
                {
                    ["key"] = application.KeyIdentifier,
                    ["purposes"] = purposes.ToString(),
                    ["days"] = lifetime.TotalDays,
                    ["approvals"] = application.Approvals.Count,
                    ["beforeWait"] = beforeWait,
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
                application.Refuse($"{note}");
                change.Journal("application.refused", application.Issuer.ToString(), new JsonObject { ["note"] = note });
                return application;
            },
            cancellationToken);
}
