using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Notes what was seen at names, or why their publication failed.</summary>
internal sealed class RecordPublications(IssuerStore store)
{
    /// <summary>Notes it in one step.</summary>
    public Task<(int Published, int Removed, int Failed)> RunAsync(IReadOnlyList<PublicationResult> results, Dictionary<Guid, Asset> assets,
        Dictionary<Guid, PublicationTarget> targets, CancellationToken cancellationToken) => store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                List<Guid> ids = [.. results.Select(r => r.Publication.Id)];
                Dictionary<Guid, Publication> tracked = await change.Database.Publications.Where(p => ids.Contains(p.Id))
                    .ToDictionaryAsync(p => p.Id, cancellationToken);
                var published = new JsonArray();
                var removed = new JsonArray();
                int failed = 0;
                foreach ((Publication seen, byte[]? digest, string? fault) in results)
                {
                    // The publication was changed or taken over meanwhile, so the result is out of date.
                    if (!tracked.TryGetValue(seen.Id, out Publication? publication) || publication.Version != seen.Version)
                    {
                        continue;
                    }

                    string name = assets.TryGetValue(seen.AssetId, out Asset? asset) ? asset.Name.ToString() : seen.AssetId.ToString();
                    if (fault is not null)
                    {
                        failed++;
                        string? before = publication.Fault;
                        publication.Fail(fault, change.Now);
                        if (publication.Fault != before)
                        {
                            change.Journal("publication.failed", name, new JsonObject { ["why"] = publication.Fault });
                        }

                        continue;
                    }

                    publication.See(seen.Wanted ? digest : null, targets[seen.TargetId].Ttl, change.Now);
                    (seen.Wanted ? published : removed).Add(name);
                }

                Journal(change, "emblems.published", published);
                Journal(change, "emblems.removed", removed);
                return (published.Count, removed.Count, failed);
            },
            cancellationToken);

    private static void Journal(Change change, string action, JsonArray names)
    {
        if (names.Count > 0)
        {
            change.Journal(action, $"{names.Count} names", new JsonObject { ["names"] = names });
        }
    }
}
