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
            var line = new NotIssuedLine();
            foreach (Asset asset in await change.Database.Assets.Where(a => ids.Contains(a.Id) && a.Version == claim)
                .ToListAsync(cancellationToken))
            {
                line.Postpone(asset, why, change.Now + TryAgain);
            }

            line.Write(change);
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
        (int issued, int postponed) = (0, 0);
        var notIssued = new NotIssuedLine();
        foreach (SignedEmblem one in signed)
        {
            // The asset was withdrawn, changed or taken over meanwhile, so drop its emblem. No copy of it exists.
            if (!assets.TryGetValue(one.Asset.Id, out Asset? asset) || asset.Version != one.Asset.Version)
            {
                continue;
            }

            if (one is not { Emblem: { } claims, Sets: { Count: > 0 } sets })
            {
                postponed++;
                notIssued.Postpone(asset, one.Fault ?? "", change.Now + TryAgain);
                continue;
            }

            var emblem = IssuedEmblem.Create(
                asset, key, claims, [.. sets.Select(s => (s.Token, chains[s.Chain.Id]))], change.Now);
            change.Database.Emblems.Add(emblem);
            asset.Renew(emblem, one.LeavesProfile, RenewalTime(claims), change.Now);
            foreach ((TokenProfile profile, byte[] token) in emblem.Tokens)
            {
                lines.Add(new JsonObject
                {
                    ["asset"] = asset.Name.ToString(),
                    ["profile"] = profile.ToString(),
                    ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(token)),
                    ["notBefore"] = claims.Validity.NotBefore.ToUnixTimeSeconds(),
                    ["expires"] = claims.Validity.Expires.ToUnixTimeSeconds(),
                });
            }

            issued++;
            WantedPlaces.Want(change, asset, targets, publications[asset.Id], isNew: true);
        }

        notIssued.Write(change);
        if (lines.Count > 0)
        {
            change.Journal("emblems.issued", key.Identifier, new JsonObject { ["emblems"] = lines });
        }

        return (issued, postponed);
    }

    /// <summary>The chains of the batch, each kept once.</summary>
    private static async Task<Dictionary<Guid, IssuedChain>> ChainsAsync(
        Change change, List<SignedEmblem> signed, CancellationToken cancellationToken)
    {
        IssuedChain[] all = [.. signed.SelectMany(s => s.Sets).Select(s => s.Chain).DistinctBy(c => c.Id)];
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
