using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Takes the emblems from targets that are given up, and ends each once nothing of ours was seen there for as long as a recorded update can
/// be sent again. A target may have a hundred thousand names, so each change takes a page of them.
/// </summary>
internal sealed class LeavingTargets(IssuerStore store)
{
    // So many are changed at once, in the change that gives a target up.
    private const int AtOnce = 100;

    private readonly PacedChanges _pages = new(store);

    /// <summary>Takes a page of emblems from each target, or ends a page of its publications.</summary>
    /// <returns>How many publications have changed; 0 when all is done, or waits for the name servers.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        int changed = 0;
        foreach (PublicationTarget target in await store.ReadAsync(
            d => d.Targets.Where(t => t.LeavingSince != null).ToListAsync(cancellationToken)))
        {
            if (await store.ReadAsync(d => HasStepAsync(d, target, cancellationToken)))
            {
                changed += await _pages.PageAsync(
                    (change, count) => StepAsync(change, target.Id, count, cancellationToken), cancellationToken);
            }
        }

        return changed;
    }

    /// <summary>Makes the removal of a page of publications due, as a part of the change that gives the target up or moves it.</summary>
    /// <returns>How many publications have changed.</returns>
    public static async Task<int> TakeEmblemsAsync(
        Change change, PublicationTarget target, CancellationToken cancellationToken, int count = AtOnce)
    {
        List<Publication> page = await change.Database.Publications.Where(p => p.Place == target.Place && p.Wanted)
            .Take(count).ToListAsync(cancellationToken);
        page.ForEach(p => p.Want(emblem: false, change.Now));
        return page.Count;
    }

    /// <summary>Ends a page of a target's publications, and the target if no more are left, as a part of a change.</summary>
    /// <returns>How many publications were ended, and whether the target was.</returns>
    public static async Task<(int Count, bool HasEnded)> EndAsync(
        Change change, PublicationTarget target, CancellationToken cancellationToken, int count = AtOnce)
    {
        List<Publication> page = await change.Database.Publications.Where(p => p.Place == target.Place).Take(count)
            .ToListAsync(cancellationToken);
        change.Database.RemoveRange(page);
        if (page.Count == count)
        {
            return (page.Count, false);
        }

        change.Database.Remove(target);
        return (page.Count, true);
    }

    private static async Task<int> StepAsync(Change change, Guid id, int count, CancellationToken cancellationToken)
    {
        if (await change.Database.Targets.FirstOrDefaultAsync(t => t.Id == id && t.LeavingSince != null, cancellationToken)
            is not { } target)
        {
            return 0;
        }

        if (!target.IsEnding)
        {
            if (await TakeEmblemsAsync(change, target, cancellationToken, count) is > 0 and int taken)
            {
                return taken;
            }

            if (await IsDueAsync(change.Database, target, cancellationToken))
            {
                return 0;
            }

            target.End(change.Now);
        }

        (int ended, bool hasEnded) = await EndAsync(change, target, cancellationToken, count);
        if (hasEnded)
        {
            change.Journal("target.removed", target.Zone.ToString(), new JsonObject { ["server"] = target.Server });
        }

        return ended;
    }

    /// <summary>
    /// Whether its next step waits for no name server. The last question goes through all of the target's publications, so it is asked
    /// outside of a change, and not once for each page.
    /// </summary>
    private static async Task<bool> HasStepAsync(IssuerContext database, PublicationTarget target, CancellationToken cancellationToken) =>
        target.IsEnding
        || await database.Publications.AnyAsync(p => p.Place == target.Place && p.Wanted, cancellationToken)
        || !(await IsDueAsync(database, target, cancellationToken)
            || await database.Publications.AnyAsync(p => p.Place == target.Place && p.NextLook != null, cancellationToken));

    private static Task<bool> IsDueAsync(IssuerContext database, PublicationTarget target, CancellationToken cancellationToken) =>
        database.Publications.AnyAsync(
            p => p.Place == target.Place && !p.Wanted && p.State == PublicationState.Due, cancellationToken);
}
