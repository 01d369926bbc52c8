using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>The one step of a roll, once the new root key has signed: there is no moment without a root key, or with two.</summary>
internal static class CompletedRoll
{
    /// <summary>
    /// Puts the new root key and its endorsements in the place of the old ones, and makes all emblems due. What is published stays valid
    /// meanwhile: what the old key signed holds until it expires.
    /// </summary>
    /// <returns>What was carried out.</returns>
    public static async Task<PlannedRoll> RunAsync(
        Change change,
        Guid newId,
        IReadOnlyCollection<OrganizationIdentifier> without,
        IReadOnlyList<SignedEndorsement> signed,
        CancellationToken cancellationToken)
    {
        // Plan anew: since the signing, an endorsement may have expired, or a key may have been rolled or compromised.
        PlannedRoll roll = await PlannedRoll.LoadAsync(change.Database, newId, without, change.Now, cancellationToken);
        if (!roll.IsOf([.. signed.Select(s => s.Claims)]))
        {
            throw new RefusedException(
                Refusal.Conflict,
                $"The keys in use, or their purposes, were changed since root key {roll.New.Identifier} was asked to endorse them: "
                    + $"roll it again, and nothing was changed.");
        }

        if (roll.Old is { } old)
        {
            await EndedKeys.RetireAsync(change, old, roll.New.Identifier, cancellationToken);
        }

        roll.New.Activate();
        change.Journal(
            "root.rolled",
            roll.New.Identifier,
            new JsonObject
            {
                ["inPlaceOf"] = roll.Old?.Identifier,
                ["endorses"] = new JsonArray([.. roll.Endorsed.Select(e => JsonValue.Create(e.Key.Identifier))]),
                ["without"] = new JsonArray([.. without.Select(a => JsonValue.Create(a.ToString()))]),
            });
        foreach (SignedEndorsement one in signed)
        {
            await EndorsementsInForce.TakeOwnAsync(change, newId, one, cancellationToken);
        }

        return roll;
    }
}
