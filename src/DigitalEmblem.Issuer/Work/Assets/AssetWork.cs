using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Keeps assets: lists, declares, marks and withdraws them.</summary>
internal sealed class AssetWork(IssuerStore store)
{
    /// <summary>Puts a name on the list.</summary>
    public Task<Asset> ListAsync(string actor, DomainName name, Purposes purposes, TimeSpan? lifetime, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            Organization organization = await change.OrganizationAsync(cancellation);
            organization.Require(OrganizationRoles.Issuer);
            if (await change.Database.Assets.AnyAsync(a => a.Name == name, cancellation))
            {
                throw new RefusedException(Refusal.AlreadyThere, $"{name} is on the list already.");
            }

            return Add(change, Make(name, purposes, lifetime, change.Now));
        },
        cancellation);

    /// <summary>Puts all rows of a list on the list, or only says what is wrong with them. With one fault in it, none is taken.</summary>
    /// <returns>What is wrong, by line; none if all could be taken.</returns>
    public Task<IReadOnlyList<AssetRowFault>> ImportAsync(string actor, IReadOnlyList<AssetRow> rows, IReadOnlyList<AssetRowFault> faults, bool dryRun, CancellationToken cancellation) => store.ChangeAsync<IReadOnlyList<AssetRowFault>>(
        actor,
        async change =>
        {
            Organization organization = await change.OrganizationAsync(cancellation);
            organization.Require(OrganizationRoles.Issuer);
            var all = new List<AssetRowFault>(faults);
            var there = (await change.Database.Assets.Select(a => a.Name).ToListAsync(cancellation)).ToHashSet();
            var made = new List<Asset>(rows.Count);
            foreach (AssetRow row in rows)
            {
                if (!there.Add(row.Name))
                {
                    all.Add(new AssetRowFault(row.Line, $"{row.Name} is on the list already, or stands twice in this file."));
                    continue;
                }

                try
                {
                    made.Add(Make(row.Name, row.Purposes, row.Lifetime, change.Now));
                }
                catch (RefusedException e)
                {
                    all.Add(new AssetRowFault(row.Line, e.Message));
                }
            }

            if (all.Count > 0 || dryRun)
            {
                return [.. all.OrderBy(f => f.Line)];
            }

            made.ForEach(a => Add(change, a));

            return [];
        },
        cancellation);

    /// <summary>An officer declares that assets serve protected purposes, and nothing else.</summary>
    public Task DeclareAsync(string actor, IReadOnlyList<Guid> ids, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            foreach (Asset asset in await AllAsync(change, ids, cancellation))
            {
                asset.Declare(actor, change.Now);
                change.Journal("asset.declared", asset.Name.ToString(), new JsonObject { ["until"] = asset.DeclaredUntil!.Value.ToUnixTimeSeconds() });
            }
        },
        cancellation);

    /// <summary>Changes purposes and lifetime.</summary>
    public Task<Asset> ChangeAsync(string actor, Guid id, Guid? seen, Purposes purposes, TimeSpan? lifetime, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            Asset asset = await change.GetAsync<Asset>(id, seen, cancellation);
            asset.Change(purposes, lifetime);
            asset.Refresh(change.Now);
            change.Journal("asset.changed", asset.Name.ToString(), new JsonObject { ["purposes"] = purposes.ToString(), ["lifetimeSeconds"] = lifetime?.TotalSeconds });
            return asset;
        },
        cancellation);

    /// <summary>Marks assets: their emblems are due from now on.</summary>
    public Task MarkAsync(string actor, IReadOnlyList<Guid> ids, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            foreach (Asset asset in await AllAsync(change, ids, cancellation))
            {
                asset.Mark(change.Now);
                change.Journal("asset.marked", asset.Name.ToString());
            }
        },
        cancellation);

    /// <summary>Has new emblems issued for assets now, before they are due.</summary>
    public Task RenewAsync(string actor, IReadOnlyList<Guid> ids, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            foreach (Asset asset in await AllAsync(change, ids, cancellation))
            {
                if (asset.State != AssetState.Marked)
                {
                    throw new RefusedException(Refusal.WrongState, $"{asset.Name} is not marked: there is nothing to renew. Mark it first.");
                }

                asset.Refresh(change.Now);
                change.Journal("asset.renewalAsked", asset.Name.ToString());
            }
        },
        cancellation);

    /// <summary>Withdraws the emblems of assets. Nobody has to agree; the records go as soon as the name server can be reached.</summary>
    public Task WithdrawAsync(string actor, IReadOnlyList<Guid> ids, CancellationToken cancellation) => store.ChangeAsync(
        actor,
        async change =>
        {
            List<Asset> assets = await AllAsync(change, ids, cancellation);
            Dictionary<Guid, Publication> publications = await change.Database.Publications.Where(p => ids.Contains(p.AssetId)).ToDictionaryAsync(p => p.AssetId, cancellation);
            foreach (Asset asset in assets)
            {
                asset.Withdraw();
                if (publications.TryGetValue(asset.Id, out Publication? publication))
                {
                    publication.Want(emblem: false, publication.TargetId, change.Now);
                }

                change.Journal("asset.withdrawn", asset.Name.ToString());
            }
        },
        cancellation);

    private static Asset Make(DomainName name, Purposes purposes, TimeSpan? lifetime, DateTimeOffset at)
    {
        var asset = Asset.List(name, purposes, $"digital-emblem-control={Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}", at);
        asset.Change(purposes, lifetime);
        return asset;
    }

    private static Asset Add(Change change, Asset asset)
    {
        change.Database.Add(asset);
        change.Journal("asset.listed", asset.Name.ToString(), new JsonObject { ["purposes"] = asset.Purposes.ToString() });
        return asset;
    }

    private static async Task<List<Asset>> AllAsync(Change change, IReadOnlyList<Guid> ids, CancellationToken cancellation)
    {
        List<Asset> assets = await change.Database.Assets.Where(a => ids.Contains(a.Id)).ToListAsync(cancellation);
        Guid missing = ids.Except(assets.Select(a => a.Id)).FirstOrDefault();
        return missing == Guid.Empty ? assets : throw new RefusedException(Refusal.NotFound, $"There is no asset {missing}.");
    }
}
