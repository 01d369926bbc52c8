using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>
/// Removes what is over of sessions and invitations, clears alerts of access that were shown for a week, and has those that are new told,
/// whichever process raised them.
/// </summary>
internal sealed class TidyPeople(IssuerStore store, NoticeWriter notices, TimeProvider clock)
{
    private const int Page = 500;

    // So that a person still sees what was ended, and by whom.
    private static readonly TimeSpan SessionsKept = TimeSpan.FromDays(1), InvitationsKept = TimeSpan.FromDays(30);

    /// <summary>Does all that is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow(), sessions = now - SessionsKept, invitations = now - InvitationsKept;
        DateTimeOffset idle = sessions - Session.LongestIdle, shown = now - AccessChange.Shown, lapsed = now - AccessProposal.Lifetime;
        bool isUntidy = await store.ReadAsync(async d =>
            await d.Sessions.AnyAsync(s => s.EndedAt < sessions || s.LastSeenAt < idle, cancellationToken)
            || await d.Invitations.AnyAsync(i => i.CreatedAt < invitations, cancellationToken)
            || await d.AccessProposals.AnyAsync(p => p.State == ProposalState.Open && p.ProposedAt <= lapsed, cancellationToken)
            || await d.Alerts.AnyAsync(
                a => a.Kind == AlertKind.AccessChanged && a.ClearedAt == null && a.LastSeen < shown, cancellationToken));
        if (isUntidy)
        {
            await store.ChangeAsync(
                Instance.Actor,
                async change =>
                {
                    int removed = Remove(change, await change.Database.Sessions
                        .Where(s => s.EndedAt < sessions || s.LastSeenAt < idle).OrderBy(s => s.Id).Take(Page)
                        .ToListAsync(cancellationToken));
                    removed += Remove(change, await change.Database.Invitations
                        .Where(i => i.CreatedAt < invitations).OrderBy(i => i.Id).Take(Page).ToListAsync(cancellationToken));
                    if (removed > 0)
                    {
                        change.Journal("people.tidied", $"{removed} rows", new JsonObject { ["removed"] = removed });
                    }

                    await EndLapsedAsync(change, lapsed, cancellationToken);
                    await ClearAsync(change, shown, cancellationToken);
                },
                cancellationToken);
        }

        if (await store.ReadAsync(d => d.Alerts.AnyAsync(
            a => a.Kind == AlertKind.AccessChanged && a.RaisedIn == null, cancellationToken)))
        {
            await notices.WriteAsync(cancellationToken);
        }
    }

    private static int Remove<T>(Change change, List<T> rows)
        where T : Entity
    {
        change.Database.RemoveRange(rows);
        return rows.Count;
    }

    private static async Task EndLapsedAsync(Change change, DateTimeOffset lapsed, CancellationToken cancellationToken)
    {
        foreach (AccessProposal proposal in await change.Database.AccessProposals
            .Where(p => p.State == ProposalState.Open && p.ProposedAt <= lapsed).OrderBy(p => p.Id).Take(Page)
            .ToListAsync(cancellationToken))
        {
            proposal.End(change.Now);
            change.JournalPerson("access.lapsed", proposal.Handle, proposal);
        }
    }

    private static async Task ClearAsync(Change change, DateTimeOffset shown, CancellationToken cancellationToken)
    {
        foreach (string handle in await change.Database.Alerts
            .Where(a => a.Kind == AlertKind.AccessChanged && a.ClearedAt == null && a.LastSeen < shown).OrderBy(a => a.Id)
            .Select(a => a.Subject).Take(Page).ToListAsync(cancellationToken))
        {
            await AlertBook.ClearAsync(change, AlertKind.AccessChanged, handle, cancellationToken);
        }
    }
}
