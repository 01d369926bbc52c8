using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Ends targets that are given up, once nothing of ours was seen there for as long as a recorded update can be sent again.
/// </summary>
internal sealed class LeavingTargets(IssuerStore store)
{
    /// <summary>Ends those that are ready.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (!await store.ReadAsync(d => Ready(d).AnyAsync(cancellationToken)))
        {
            return;
        }

        await store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                foreach (PublicationTarget target in await Ready(change.Database).ToListAsync(cancellationToken))
                {
                    await EndAsync(change, target, cancellationToken);
                    change.Journal("target.removed", target.Zone.ToString(), new JsonObject { ["server"] = target.Server });
                }
            },
            cancellationToken);
    }

    /// <summary>Ends one with its publications, as a part of a change.</summary>
    public static async Task EndAsync(Change change, PublicationTarget target, CancellationToken cancellationToken)
    {
        IQueryable<Publication> publications = change.Database.Publications.Where(p => p.TargetId == target.Id);
        foreach (Guid id in await publications.Select(p => p.Id).ToListAsync(cancellationToken))
        {
            change.TellGone<Publication>(id);
        }

        await publications.ExecuteDeleteAsync(cancellationToken);
        change.Database.Remove(target);
    }

    private static IQueryable<PublicationTarget> Ready(IssuerContext database) => database.Targets.Where(t => t.LeavingSince != null
        && !database.Publications.Any(p => p.TargetId == t.Id && (p.State == PublicationState.Due || p.NextLook != null)));
}
