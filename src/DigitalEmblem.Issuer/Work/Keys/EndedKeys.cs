using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>What ends with a key: no endorsement of it stays in force, and nothing is awaited for it or from it.</summary>
internal static class EndedKeys
{
    /// <summary>Retires a key, because another took its place or nothing needs it.</summary>
    public static async Task RetireAsync(Change change, OrganizationKey key, string? followedBy, CancellationToken cancellationToken)
    {
        key.Retire(change.Now);
        change.Journal("key.retired", key.Identifier, followedBy is null ? null : new JsonObject { ["followedBy"] = followedBy });
        await EndAsync(change, key, cancellationToken);
    }

    /// <summary>Ends what depends on a key that was retired or declared compromised.</summary>
    public static async Task EndAsync(Change change, OrganizationKey key, CancellationToken cancellationToken)
    {
        foreach (HeldEndorsement held in (await change.Database.Endorsements
            .Where(e => e.State == EndorsementState.Current && (e.KeyId == key.Id || e.SignerKeyId == key.Id))
            .ToListAsync(cancellationToken)).Where(e => e.State == EndorsementState.Current))
        {
            held.End();
            change.Journal(
                "endorsement.ended",
                key.Identifier,
                new JsonObject
                {
                    ["issuer"] = held.Issuer.ToString(),
                    ["endorsement"] = held.Id.ToString(),
                    ["key"] = key.State.ToString(),
                });
        }

        var note = Sentence.Of(
            $"Key {key.Identifier} is '{key.State}': ask anew for what is still wanted, of the keys in use now.");
        foreach (SentRequest request in await change.Database.SentRequests
            .Where(q => q.KeyId == key.Id && q.State == RequestState.Asked)
            .ToListAsync(cancellationToken))
        {
            request.Close(note);
            change.Journal("endorsement.requestClosed", request.Authority.ToString(), new JsonObject { ["note"] = note.ToString() });
        }

        // It signs nothing any more, and nothing endorses it: a roll that would is planned anew.
        await OpenSignings.CloseAsync(
            change,
            s => s.KeyId == key.Id || s.ToRequest().Items.Any(i => i.Token is Endorsement e && e.EndorsedKey.ToString() == key.Identifier),
            note,
            cancellationToken);
    }
}
