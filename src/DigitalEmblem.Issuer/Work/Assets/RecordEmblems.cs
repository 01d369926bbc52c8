using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Puts signed emblems into the database, with their lines of the journal and their publications. It postpones assets that got no emblem.
/// </summary>
internal sealed class RecordEmblems(IssuerStore store, IssuingOptions options)
{
    // People have to mend most causes, so retrying each second would only fill the logs.
    private static readonly TimeSpan TryAgain = TimeSpan.FromMinutes(1);

    /// <summary>Records the signed emblems in one step.</summary>
    /// <returns>How many emblems were issued, and how many assets were postponed.</returns>
    public Task<(int Issued, int NotIssued)> RunAsync(Guid keyId, List<SignedEmblem> signed, CancellationToken cancellationToken) =>
        store.ChangeAsync(Instance.Actor, change => RecordAsync(change, keyId, signed, cancellationToken), cancellationToken);

    /// <summary>Postpones all assets of a batch that could not be signed.</summary>
    public Task PostponeAsync(List<Asset> taken, string why, CancellationToken cancellationToken) => store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            Guid[] ids = [.. taken.Select(a => a.Id)];
            Guid claim = taken[0].Version;
            foreach (Asset asset in await change.Database.Assets.Where(a => ids.Contains(a.Id) && a.Version == claim)
                .ToListAsync(cancellationToken))
            {
                asset.Postpone(change.Now + TryAgain);
            }

            change.Journal("emblems.notIssued", $"{taken.Count} assets", new JsonObject { ["why"] = why });
        },
        cancellationToken);

    private async Task<(int Issued, int NotIssued)> RecordAsync(
        Change change, Guid keyId, List<SignedEmblem> signed, CancellationToken cancellationToken)
    {
        OrganizationKey key = await change.Database.Keys.SingleAsync(k => k.Id == keyId, cancellationToken);
        Guid[] ids = [.. signed.Select(s => s.Asset.Id)];
        Dictionary<Guid, Asset> assets = await change.Database.Assets.Where(a => ids.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, cancellationToken);
        ILookup<Guid, Publication> publications = (await change.Database.Publications.Where(p => ids.Contains(p.AssetId))
            .ToListAsync(cancellationToken)).ToLookup(p => p.AssetId);
        List<PublicationTarget> targets = await change.Database.Targets.ToListAsync(cancellationToken);
        Dictionary<Guid, IssuedChain> chains = await ChainsAsync(change, signed, cancellationToken);
        var lines = new JsonArray();
        int postponed = 0;
        foreach (SignedEmblem one in signed)
        {
            // The asset was withdrawn, changed or taken over meanwhile, so drop its emblem. No copy of it exists.
            if (!assets.TryGetValue(one.Asset.Id, out Asset? asset) || asset.Version != one.Asset.Version)
            {
                continue;
            }

            if (one is not { Emblem: { } claims, Token: { } token, Chain: { } chain })
            {
                postponed++;
                asset.Postpone(change.Now + TryAgain);
                change.Journal("emblem.notIssued", asset.Name.ToString(), new JsonObject { ["why"] = one.Fault });
                continue;
            }

            var emblem = IssuedEmblem.Create(asset, key, claims, token, chains[chain.Id], change.Now);
            change.Database.Emblems.Add(emblem);
            asset.Renew(emblem, RenewalTime(claims), change.Now);
            lines.Add(new JsonObject
            {
                ["asset"] = asset.Name.ToString(),
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(token)),
                ["notBefore"] = claims.Validity.NotBefore.ToUnixTimeSeconds(),
                ["expires"] = claims.Validity.Expires.ToUnixTimeSeconds(),
            });
            WantedPlaces.Want(change, asset, targets, publications[asset.Id], isNew: true);
        }

        if (lines.Count > 0)
        {
            change.Journal("emblems.issued", key.Identifier, new JsonObject { ["emblems"] = lines });
        }

        return (lines.Count, postponed);
    }

    /// <summary>The chains of the batch, each kept once.</summary>
    private static async Task<Dictionary<Guid, IssuedChain>> ChainsAsync(
        Change change, List<SignedEmblem> signed, CancellationToken cancellationToken)
    {
        IssuedChain[] all = [.. signed.Select(s => s.Chain).OfType<IssuedChain>().DistinctBy(c => c.Id)];
        Guid[] ids = [.. all.Select(c => c.Id)];
        Dictionary<Guid, IssuedChain> kept = await change.Database.Chains.Where(c => ids.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, cancellationToken);
        foreach (IssuedChain chain in all.Where(c => !kept.ContainsKey(c.Id)))
        {
            change.Database.Add(chain);
            kept.Add(chain.Id, chain);
        }

        return kept;
    }

    // Counts from the time of issue: an emblem begins earlier, and a short-lived one would be due again at once.
    private DateTimeOffset RenewalTime(Emblem emblem)
    {
        double jitter = ((RandomNumberGenerator.GetInt32(2001) / 1000.0) - 1) * options.Jitter;
        DateTimeOffset issued = emblem.IssuedAt!.Value;
        return issued + ((emblem.Validity.Expires - issued) * (options.RenewAfter + jitter));
    }
}
