using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Work.Authority;

/// <summary>Decides an application: two people approve it, or one refuses it.</summary>
/// <param name="store">The database.</param>
/// <param name="mayApprove">Who may approve.</param>
/// <param name="entitlement">What requests have to state; null for nothing.</param>
internal sealed class DecideApplication(IssuerStore store, MayApprove mayApprove, EntitlementOptions? entitlement = null)
{
    /// <summary>Whether purposes are approved only if the request states a ground for each of them.</summary>
    public bool GroundsRequired => entitlement?.GroundsRequired == true;

    /// <summary>One person approves these terms of a request that states no grounds for them.</summary>
    /// <exception cref="RefusedException">It states some, or the terms cannot be approved.</exception>
    public Task<Application> ApproveAsync(
        Actor approver, Guid id, Guid? seen, Purposes purposes, TimeSpan lifetime, CancellationToken cancellationToken) =>
        ApproveAsync(approver, id, seen, purposes, lifetime, groundsConfirmed: false, cancellationToken);

    /// <summary>One person approves these terms.</summary>
    /// <param name="approver">The person.</param>
    /// <param name="id">The application.</param>
    /// <param name="seen">The version that the person saw; null for any.</param>
    /// <param name="purposes">For what.</param>
    /// <param name="lifetime">For how long.</param>
    /// <param name="groundsConfirmed">Whether the person confirms the grounds that the request states for these purposes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">
    /// Grounds are missing where they are required, are not confirmed, or the terms cannot be approved.
    /// </exception>
    public Task<Application> ApproveAsync(
        Actor approver,
        Guid id,
        Guid? seen,
        Purposes purposes,
        TimeSpan lifetime,
        bool groundsConfirmed,
        CancellationToken cancellationToken) => store.ChangeAsync(
            approver,
            async change =>
            {
                bool beforeWait = await mayApprove.RequireAsync(change, cancellationToken);
                Application application = await change.GetAsync<Application>(id, seen, cancellationToken);
                ValueList<Entitlement> grounds = StatedGrounds.For(StatedGrounds.Of(application.Request), purposes);
                RequireGrounds(application, purposes, grounds);
                if (grounds.Count > 0 && !groundsConfirmed)
                {
                    throw new RefusedException(
                        Refusal.NotReady,
                        $"The request states on what ground {application.Issuer} may show the sign: find out whether it holds, and confirm "
                            + $"it with the approval.");
                }

                application.Approve(approver.Name, purposes, lifetime, beforeWait, change.Now, grounds.Count > 0);
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
                    ["grounds"] = new JsonArray([.. grounds.Select(g => JsonValue.Create(StatedGrounds.Line(g)))]),
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

    private void RequireGrounds(Application application, Purposes purposes, ValueList<Entitlement> grounds)
    {
        Purposes without = grounds.Aggregate(purposes, (left, ground) => left & ~ground.Purposes);
        if (GroundsRequired && without != Purposes.None)
        {
            throw new RefusedException(
                Refusal.NotReady,
                $"The request of {application.Issuer} states no ground of entitlement for {PurposeWords.Of(without)}, and this authority "
                    + $"approves nothing without one. Approve other purposes, or refuse it and ask for a new request that states the "
                    + $"ground.");
        }
    }
}
