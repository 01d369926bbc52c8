using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// Decides about assets whose published sets rest on a compromised key, where new ones cannot be issued or should not be waited for.
/// <see cref="FollowUpCompromises"/> carries a withdrawal out.
/// </summary>
internal sealed class DecideCompromise(IssuerStore store)
{
    /// <summary>The largest number of assets in one decision; "all" has no limit.</summary>
    public const int MostAssets = 1000;

    /// <summary>Decides about some assets, or about all that rest on the key.</summary>
    /// <param name="actor">Who decides. For a withdrawal, another person than the one who declared the compromise.</param>
    /// <param name="id">The compromise.</param>
    /// <param name="seen">The version of it that the caller saw.</param>
    /// <param name="assets">The assets; null for all.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<KeyCompromise> RunAsync(
        Actor actor,
        Guid id,
        Guid? seen,
        IReadOnlyCollection<Guid>? assets,
        CompromiseDecision decision,
        string reason,
        CancellationToken cancellationToken) => store.ChangeAsync(
            actor,
            async change =>
            {
                KeyCompromise compromise = await change.GetAsync<KeyCompromise>(id, seen, cancellationToken);
                OrganizationKey lost = await change.GetAsync<OrganizationKey>(compromise.KeyId, null, cancellationToken);
                if (assets is null)
                {
                    compromise.DecideAll(decision, actor.Name, change.Now);
                }
                else
                {
                    await RefuseUnknownAsync(change.Database, assets, cancellationToken);
                    compromise.Decide([.. assets.Distinct()], decision, actor.Name, change.Now);
                }

                change.Journal("compromise.decided", lost.Identifier, new JsonObject
                {
                    ["decision"] = decision.ToString(),
                    ["assets"] = assets is null ? "all" : new JsonArray([.. assets.Distinct().Select(a => JsonValue.Create(a.ToString()))]),
                    ["reason"] = reason,
                });
                return compromise;
            },
            cancellationToken);

    private static async Task RefuseUnknownAsync(
        IssuerContext database, IReadOnlyCollection<Guid> assets, CancellationToken cancellationToken)
    {
        List<Guid> asked = [.. assets.Distinct()];
        if (asked.Count is 0 or > MostAssets)
        {
            throw new RefusedException(
                Refusal.Malformed,
                Sentence.Counting(MostAssets, $"Name 1 to {MostAssets} assets, or decide about all of them."));
        }

        List<Guid> there = await database.Assets.Where(a => asked.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancellationToken);
        there.AddRange(await database.Data.Where(a => asked.Contains(a.Id)).Select(a => a.Id).ToListAsync(cancellationToken));
        if (asked.Except(there).Cast<Guid?>().FirstOrDefault() is { } unknown)
        {
            throw new RefusedException(Refusal.NotFound, $"There is no asset {unknown}; nothing was decided.");
        }
    }
}
