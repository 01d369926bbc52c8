using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>
/// Delivers notices, each at least once. Delivery is noted only afterwards, so if an instance dies before that, the notice is sent again.
/// </summary>
internal sealed class NoticeDelivery(IssuerStore store, IEnumerable<INoticeSender> senders)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private readonly Dictionary<NoticeChannel, INoticeSender> _senders = senders.ToDictionary(s => s.Channel);

    /// <summary>Delivers one that is due.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeliverOneAsync(CancellationToken cancellationToken)
    {
        Notice? notice = await store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                Notice? due = await change.Database.Notices
                    .Where(n => n.DeliveredAt == null && n.GivenUpAt == null && n.NextAttempt <= change.Now)
                    .OrderBy(n => n.NextAttempt)
                    .FirstOrDefaultAsync(cancellationToken);
                due?.Take(change.Now, Lease);
                return due;
            },
            cancellationToken);
        if (notice is null)
        {
            return false;
        }

        Sentence? fault = _senders.TryGetValue(notice.Channel, out INoticeSender? sender)
            ? await sender.SendAsync(notice, cancellationToken)
            : Sentence.Of($"The settings name no {notice.Channel} any more (Alerts).");
        await store.ChangeAsync(Instance.Actor, change => NoteAsync(change, notice.Id, fault, cancellationToken), cancellationToken);
        return true;
    }

    private static async Task NoteAsync(Change change, Guid id, Sentence? fault, CancellationToken cancellationToken)
    {
        Notice notice = await change.GetAsync<Notice>(id, null, cancellationToken);
        if (!notice.IsOpen)
        {
            return;
        }

        if (fault is not null)
        {
            Sentence? before = notice.Fault;
            notice.Fail(fault, change.Now);
            if (notice.Fault != before || notice.GivenUpAt is not null)
            {
                change.Journal(
                    notice.GivenUpAt is null ? "notice.failed" : "notice.givenUp",
                    notice.GroupId.ToString(),
                    new JsonObject { ["channel"] = notice.Channel.ToString(), ["why"] = fault.ToString() });
            }

            return;
        }

        notice.Deliver(change.Now);
        change.Journal("notice.delivered", notice.GroupId.ToString(), new JsonObject { ["channel"] = notice.Channel.ToString() });
        bool isOnlyLogged = notice.Channel == NoticeChannel.Log
            && await change.Database.Notices.AnyAsync(
                n => n.GroupId == notice.GroupId && n.Channel != NoticeChannel.Log, cancellationToken);
        if (!isOnlyLogged)
        {
            foreach (Alert alert in await change.Database.Alerts.Where(a => a.RaisedIn == notice.GroupId && a.ToldAt == null)
                .ToListAsync(cancellationToken))
            {
                alert.Tell(change.Now);
            }
        }
    }
}
