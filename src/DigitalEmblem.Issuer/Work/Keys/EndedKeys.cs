using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
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

        string note = $"Key {key.Identifier} is '{key.State}'.";
        foreach (SentRequest request in await change.Database.SentRequests
            .Where(q => q.KeyId == key.Id && q.State == RequestState.Asked)
            .ToListAsync(cancellationToken))
        {
            request.Close(note);
            change.Journal("endorsement.requestClosed", request.Authority.ToString(), new JsonObject { ["note"] = note });
        }

        await OpenSignings.CloseAsync(
            change, s => s.KeyId == key.Id, note + " Ask the key that took its place for what was to be signed.", cancellationToken);
    }
}
