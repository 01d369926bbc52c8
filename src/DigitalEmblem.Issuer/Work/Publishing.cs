using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work;

/// <summary>
/// Brings the DNS into the state that the database says: takes names that no other instance works on, replaces or removes what stands there, reads it back, and notes what was seen. Everything here can be done twice: who comes after one who died
/// looks first.
/// </summary>
internal sealed class Publishing(IssuerStore store, PublishingOptions options, IssuingOptions issuing, Instance instance, TimeProvider clock)
{
    /// <summary>Brings about what is due, one batch.</summary>
    /// <returns>How many names were taken; 0 when nothing is due.</returns>
    public async Task<int> PublishDueAsync(CancellationToken cancellation)
    {
        List<Publication> taken = await TakeAsync(cancellation);
        if (taken.Count == 0)
        {
            return 0;
        }

        (Dictionary<Guid, Asset> assets, Dictionary<Guid, PublicationTarget> targets, Dictionary<Guid, IssuedEmblem> emblems, EmblemChain? chain, string? noChain) = await LoadAsync(taken, cancellation);
        var servers = new Dictionary<Guid, ZoneServer>();
        try
        {
            var results = new (Publication Publication, byte[]? Digest, string? Fault)[taken.Count];
            await Parallel.ForAsync(0, taken.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellation }, async (i, token) =>
            {
                Publication publication = taken[i];
                try
                {
                    IReadOnlyList<ReadOnlyMemory<byte>> records = Records(publication, assets[publication.AssetId], emblems, chain, noChain);
                    ZoneOutcome outcome = await Server(servers, targets[publication.TargetId]).BringAboutAsync(assets[publication.AssetId].Name, records, lookFirst: publication.Attempts > 0 || publication.LeasedBy is not null, token);
                    results[i] = (publication, Digest(records), outcome.Fault);
                }
                catch (RefusedException e)
                {
                    results[i] = (publication, null, e.Message);
                }
            });
            await NoteAsync(results, assets, targets, cancellation);
        }
        finally
        {
            foreach (ZoneServer server in servers.Values)
            {
                await server.DisposeAsync();
            }
        }

        return taken.Count;
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Records(Publication publication, Asset asset, Dictionary<Guid, IssuedEmblem> emblems, EmblemChain? chain, string? noChain)
    {
        if (!publication.Wanted)
        {
            return [];
        }

        if (chain is null)
        {
            throw new RefusedException(Refusal.NotReady, noChain ?? "No endorsements stand ready.");
        }

        return asset.EmblemId is { } id && emblems.TryGetValue(id, out IssuedEmblem? emblem) && emblem.KeyId == chain.EmblemKey.Id
            ? chain.With(emblem.Token, emblem.Purposes)
            : throw new RefusedException(Refusal.NotReady, $"The emblem of {asset.Name} is about to be issued anew.");
    }

    private ZoneServer Server(Dictionary<Guid, ZoneServer> servers, PublicationTarget target)
    {
        lock (servers)
        {
            if (!servers.TryGetValue(target.Id, out ZoneServer? server))
            {
                servers[target.Id] = server = new ZoneServer(target, options, clock);
            }

            return server;
        }
    }

    private Task<List<Publication>> TakeAsync(CancellationToken cancellation) => store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            DateTimeOffset now = change.Now;
            var claim = new Guid(RandomNumberGenerator.GetBytes(16));
            IQueryable<Guid> due = change.Database.Publications
                .Where(p => p.State == PublicationState.Due && p.NextAttempt <= now && (p.LeasedUntil == null || p.LeasedUntil <= now)
                    && change.Database.Targets.Any(t => t.Id == p.TargetId && t.Kind == TargetKind.DnsUpdate))
                .OrderBy(p => p.NextAttempt).Select(p => p.Id).Take(options.BatchSize);
            DateTimeOffset until = now + issuing.Lease;
            List<Guid> ids = await due.ToListAsync(cancellation);
            if (ids.Count == 0)
            {
                return [];
            }

            // What a lease that ran out says is kept in what is returned: its attempt may have gone through.
            List<Publication> taken = await change.Database.Publications.AsNoTracking().Where(p => ids.Contains(p.Id)).ToListAsync(cancellation);
            await change.Database.Publications.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(
                s => s.SetProperty(p => p.LeasedBy, instance.Name).SetProperty(p => p.LeasedUntil, until).SetProperty(p => p.Version, claim),
                cancellation);
            return [.. taken.Select(p => p.Claimed(claim))];
        },
        cancellation);

    private Task<(Dictionary<Guid, Asset>, Dictionary<Guid, PublicationTarget>, Dictionary<Guid, IssuedEmblem>, EmblemChain?, string?)> LoadAsync(List<Publication> taken, CancellationToken cancellation) => store.ReadAsync(async d =>
    {
        Guid[] ids = [.. taken.Select(p => p.AssetId)];
        Dictionary<Guid, Asset> assets = await d.Assets.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancellation);
        Guid[] emblemIds = [.. assets.Values.Select(a => a.EmblemId).OfType<Guid>()];
        Dictionary<Guid, IssuedEmblem> emblems = await d.Emblems.Where(e => emblemIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellation);
        Dictionary<Guid, PublicationTarget> targets = await d.Targets.ToDictionaryAsync(t => t.Id, cancellation);
        try
        {
            return (assets, targets, emblems, await EmblemChain.LoadAsync(d, clock.GetUtcNow(), cancellation), (string?)null);
        }
        catch (RefusedException e)
        {
            // To withdraw needs no key and no endorsement.
            return (assets, targets, emblems, (EmblemChain?)null, (string?)e.Message);
        }
    });

    private Task NoteAsync(
        (Publication Publication, byte[]? Digest, string? Fault)[] results, Dictionary<Guid, Asset> assets, Dictionary<Guid, PublicationTarget> targets, CancellationToken cancellation) => store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            Guid[] ids = [.. results.Select(r => r.Publication.Id)];
            Dictionary<Guid, Publication> tracked = await change.Database.Publications.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, cancellation);
            var published = new JsonArray();
            var removed = new JsonArray();
            foreach ((Publication seen, byte[]? digest, string? fault) in results)
            {
                // Something else is wanted by now, or another instance has taken it over: what was seen tells of the time before.
                if (!tracked.TryGetValue(seen.Id, out Publication? publication) || publication.Version != seen.Version)
                {
                    continue;
                }

                string name = assets[seen.AssetId].Name.ToString();
                if (fault is not null)
                {
                    string? before = publication.Fault;
                    publication.Fail(fault, change.Now);
                    if (publication.Fault != before)
                    {
                        change.Journal("publication.failed", name, new JsonObject { ["why"] = publication.Fault });
                    }

                    continue;
                }

                publication.See(seen.Wanted ? digest : null, TimeSpan.FromSeconds(targets[seen.TargetId].Ttl), change.Now);
                (seen.Wanted ? published : removed).Add(name);
            }

            Journal(change, "emblems.published", published);
            Journal(change, "emblems.removed", removed);
        },
        cancellation);

    private static void Journal(Change change, string action, JsonArray names)
    {
        if (names.Count > 0)
        {
            change.Journal(action, $"{names.Count} names", new JsonObject { ["names"] = names });
        }
    }

    // Over all records in one order: servers give them in any.
    private static byte[] Digest(IReadOnlyList<ReadOnlyMemory<byte>> records) =>
        SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(string.Join(' ', records.Select(r => Convert.ToHexString(r.Span)).Order(StringComparer.Ordinal))));
}
