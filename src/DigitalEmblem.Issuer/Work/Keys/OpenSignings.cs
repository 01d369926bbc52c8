using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>The signing requests that wait for an answer.</summary>
internal static class OpenSignings
{
    /// <summary>Those of a query that wait.</summary>
    public static IQueryable<PendingSigning> WhereOpen(this IQueryable<PendingSigning> all) =>
        all.Where(s => s.AnsweredAt == null && s.ClosedAt == null);

    /// <summary>Closes those whose answer would be refused, so that no renewal waits for them.</summary>
    public static async Task CloseAsync(
        Change change, Func<PendingSigning, bool> which, Sentence note, CancellationToken cancellationToken)
    {
        foreach (PendingSigning signing in (await change.Database.Signings.WhereOpen().ToListAsync(cancellationToken))
            .Where(s => s.IsOpen && which(s)))
        {
            signing.Close(note, change.Now);
            change.Journal(
                "signing.closed",
                signing.ToRequest().Key.CoseIdentifier.ToString(),
                new JsonObject { ["request"] = signing.ToRequest().Id.ToString(), ["note"] = note.ToString() });
        }
    }

    /// <summary>Whether it asks for an endorsement of a key, and would still be in time for it.</summary>
    /// <param name="signing">The request.</param>
    /// <param name="key">The identifier of the key.</param>
    /// <param name="share">The share of an endorsement's life after which it is renewed.</param>
    /// <param name="now">The present.</param>
    public static bool WillEndorse(this PendingSigning signing, string key, double share, DateTimeOffset now) =>
        signing.ToRequest().Items.Any(i => i.Token is Endorsement e && e.EndorsedKey.ToString() == key
            && now < e.Validity.NotBefore + (e.Validity.Lifetime * share));
}
