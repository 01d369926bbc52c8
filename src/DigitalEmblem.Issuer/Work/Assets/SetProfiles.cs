using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Sets the profiles in which names are marked. A name that leaves a profile is marked in both until every cache has the one that stays.
/// </summary>
internal sealed class SetProfiles(IssuerStore store)
{
    /// <summary>Those of one asset; null for those of its zone.</summary>
    public Task<Asset> OfAssetAsync(Actor actor, Guid id, Guid? seen, MarkProfiles? profiles, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                Asset asset = await change.GetAsync<Asset>(id, seen, cancellationToken);
                await RequireCertificateAsync(change, profiles ?? MarkProfiles.Cwt, cancellationToken);
                asset.MarkIn(profiles);
                asset.Refresh(change.Now);
                change.Journal(
                    "asset.profiles", asset.Name.ToString(), new JsonObject { ["id"] = asset.Id, ["profiles"] = profiles?.ToString() });
                return asset;
            },
            cancellationToken);

    /// <summary>Those of the names of a target, where an asset says nothing else.</summary>
    public Task<PublicationTarget> OfTargetAsync(
        Actor actor, Guid id, Guid? seen, MarkProfiles profiles, CancellationToken cancellationToken) => store.ChangeAsync(
            actor,
            async change =>
            {
                PublicationTarget target = await change.GetAsync<PublicationTarget>(id, seen, cancellationToken);
                await RequireCertificateAsync(change, profiles, cancellationToken);
                target.MarkIn(profiles);
                change.Journal(
                    "target.profiles", target.Zone.ToString(), new JsonObject { ["id"] = target.Id, ["profiles"] = profiles.ToString() });
                await RefreshEmblems.AskAsync(change, cancellationToken);
                return target;
            },
            cancellationToken);

    /// <summary>
    /// Refuses JWS while the certificate in use names the root key in the CWT profile only: validators of the JWS profile look for its
    /// identifier of the key, and would find no commitment.
    /// </summary>
    private static async Task RequireCertificateAsync(Change change, MarkProfiles profiles, CancellationToken cancellationToken)
    {
        if (!profiles.Has(TokenProfile.Jws)
            || await change.Database.Keys.FirstOrDefaultAsync(k => k.Use == KeyUse.Root && k.State == KeyState.Active, cancellationToken)
                is not { } root
            || await CommitmentInUse.FindAsync(change.Database, root.Id, cancellationToken) is not { } commitment
            || commitment.Profiles.Has(TokenProfile.Jws))
        {
            return;
        }

        throw new RefusedException(
            Refusal.NotReady,
            $"The binding certificate in use does not name root key {root.Identifier} as the JWS profile does ({root.JwsIdentifier}), so "
                + $"validators of that profile would find no commitment. Make the certificate request anew (it names both), have the "
                + $"certificate issued, import its chain, and have the root key endorse the emblem key again.");
    }
}
