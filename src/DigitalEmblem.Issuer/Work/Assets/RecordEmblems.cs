using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Puts signed emblems into the database, with their lines of the journal and their publications. It postpones assets that got no emblem.
/// </summary>
internal sealed class RecordEmblems(IssuerStore store)
{
    /// <summary>Records the signed emblems in one step.</summary>
    /// <returns>How many emblems were issued, and how many assets were postponed.</returns>
    public Task<(int Issued, int NotIssued)> RunAsync(
        Guid keyId, IReadOnlyList<SignedEmblem> signed, CancellationToken cancellationToken) => store.ChangeAsync(
            Instance.Actor, change => RecordAsync(change, keyId, signed, cancellationToken), cancellationToken);

    private static async Task<(int Issued, int NotIssued)> RecordAsync(
        Change change, Guid keyId, IReadOnlyList<SignedEmblem> signed, CancellationToken cancellationToken)
    {
        OrganizationKey key = await change.Database.Keys.SingleAsync(k => k.Id == keyId, cancellationToken);
        // The key may have been retired or suspended while it signed.
        key.RequireActive(KeyUse.Emblem);
        Guid[] ids = [.. signed.Select(s => s.Asset.Id)];
        Dictionary<Guid, Asset> assets = await change.Database.Assets.AsNoTracking().Where(a => ids.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, cancellationToken);
        List<Publication> there = await change.Database.Publications.AsNoTracking().Where(p => ids.Contains(p.AssetId))
            .ToListAsync(cancellationToken);
        there.ForEach(change.Rows.Hold);
        ILookup<Guid, Publication> publications = there.ToLookup(p => p.AssetId);
        List<PublicationTarget> targets = await change.Database.Targets.ToListAsync(cancellationToken);
        await KeptChains.OfAsync(change, signed.SelectMany(s => s.Chains), cancellationToken);
        var lines = new JsonArray();
        (int issued, int postponed) = (0, 0);
        var notIssued = new NotIssuedLine(MarkWords.OfNames);
        foreach (SignedEmblem one in signed)
        {
            // The asset was withdrawn, changed or taken over meanwhile, so drop its emblem. No copy of it exists.
            if (!assets.TryGetValue(one.Asset.Id, out Asset? asset) || asset.Version != one.Asset.Version)
            {
                continue;
            }

            change.Rows.Hold(asset);
            if (one.Emblem is not { } emblem)
            {
                postponed++;
                notIssued.Postpone(change, asset, one.Fault ?? Sentence.Of($""));
                continue;
            }

            change.Rows.Add(emblem);
            asset.Renew(emblem, one.LeavesProfile, one.RenewAt, change.Now);
            foreach ((TokenProfile profile, byte[] token) in emblem.Tokens)
            {
                lines.Add(new JsonObject
                {
                    ["asset"] = asset.Name.ToString(),
                    ["profile"] = profile.ToString(),
                    ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(token)),
                    ["notBefore"] = emblem.NotBefore.ToUnixTimeSeconds(),
                    ["expires"] = emblem.Expires.ToUnixTimeSeconds(),
                });
            }

            issued++;
            WantedPlaces.Want(change, asset, targets, publications[asset.Id], change.Rows.Add, isNew: true);
        }

        notIssued.Write(change);
        if (lines.Count > 0)
        {
            change.Journal(MarkWords.OfNames.Issued, key.Identifier, new JsonObject { ["emblems"] = lines });
        }

        return (issued, postponed);
    }
}
