using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Notes what was seen at names, or why their publication failed.</summary>
internal sealed class RecordPublications(IssuerStore store)
{
    /// <summary>Notes the results at one target in one step.</summary>
    /// <returns>How many were published, removed, and failed; and how many removals the server refused now for the first time.</returns>
    public Task<(int Published, int Removed, int Failed, int Refused)> RunAsync(
        IReadOnlyList<PublicationResult> results, PublicationTarget? target, CancellationToken cancellationToken) => store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                List<Guid> ids = [.. results.Select(r => r.Publication.Id)];
                Dictionary<Guid, Publication> there = await change.Database.Publications.AsNoTracking().Where(p => ids.Contains(p.Id))
                    .ToDictionaryAsync(p => p.Id, cancellationToken);
                JsonArray published = [], removed = [], lapsed = [];
                int failed = 0, refused = 0;
                foreach (PublicationResult result in results)
                {
                    // The publication was changed or taken over meanwhile, so the result is out of date.
                    if (!there.TryGetValue(result.Publication.Id, out Publication? publication)
                        || publication.Version != result.Publication.Version)
                    {
                        continue;
                    }

                    change.Rows.Hold(publication);
                    string name = result.Asset?.Name.ToString() ?? publication.AssetId.ToString();
                    if (!result.Outcome.Seen)
                    {
                        failed++;
                        bool isNew = publication.Failure != PublicationFailure.Refused;
                        refused += !publication.Wanted && result.Outcome.IsRefusal && isNew ? 1 : 0;
                        Fail(change, publication, target, name, result.Outcome);
                        continue;
                    }

                    if (result.Outcome.Replaced is { } replaced)
                    {
                        change.Journal("publication.replaced", name, new JsonObject { ["sha256"] = replaced });
                    }

                    // What is published by hand cannot be sent again by another party.
                    bool looks = target is { Kind: not TargetKind.ByHand };
                    int ttl = Math.Max(result.Outcome.Ttl, target?.Ttl ?? 0);
                    publication.See(result.Digest, ttl, result.Until, looks, change.Now);
                    (!publication.Wanted ? removed : result.Digest is null ? lapsed : published).Add(name);
                }

                Journal(change, "emblems.published", published);
                Journal(change, "emblems.removed", removed);
                Journal(change, "emblems.lapsed", lapsed);
                return (published.Count, removed.Count + lapsed.Count, failed, refused);
            },
            cancellationToken);

    private static void Fail(Change change, Publication publication, PublicationTarget? target, string name, ZoneOutcome outcome)
    {
        (Sentence? before, string? foreign) = (publication.Fault, publication.Foreign);
        publication.Fail(outcome.Fault ?? Sentence.Of($""), outcome.Failure, outcome.Foreign, change.Now);
        // A program, and PowerDNS, say what they like, with another time or number each time: that is no news for the journal.
        bool isSaidByOthers = target?.Kind is TargetKind.PowerDns or TargetKind.Program;
        if (isSaidByOthers ? Form(publication.Fault) != Form(before) || publication.Foreign != foreign : publication.Fault != before)
        {
            change.Journal("publication.failed", name, new JsonObject { ["why"] = publication.Fault?.ToString() });
        }
    }

    private static string? Form(Sentence? fault) =>
        fault is null ? null : string.Join('\n', fault.Arguments.OfType<Sentence>().Select(Form).Prepend(fault.Code));

    private static void Journal(Change change, string action, JsonArray names)
    {
        if (names.Count > 0)
        {
            change.Journal(action, $"{names.Count} names", new JsonObject { ["names"] = names });
        }
    }
}
