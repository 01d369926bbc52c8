using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Errands;

/// <summary>Ends an errand before its last row.</summary>
internal sealed class CancelErrand(IssuerStore store)
{
    /// <summary>Ends it after the part that is under way. What was done stays.</summary>
    public Task<Errand> RunAsync(Actor actor, Guid id, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            Errand errand = await change.GetAsync<Errand>(id, null, cancellationToken);
            errand.Cancel(change.Now);
            await change.Database.ErrandParts.Where(p => p.ErrandId == id).ExecuteDeleteAsync(cancellationToken);
            change.Journal(
                "errand.cancelled", id.ToString(), new JsonObject { ["done"] = errand.Done, ["total"] = errand.Total });
            return errand;
        },
        cancellationToken);
}
