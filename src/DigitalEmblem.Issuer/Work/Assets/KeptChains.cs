using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Chains in the database, each kept once.</summary>
internal static class KeptChains
{
    /// <summary>Those of a batch, by their identities. New ones are added.</summary>
    public static async Task<Dictionary<Guid, IssuedChain>> OfAsync(
        Change change, IEnumerable<IssuedChain> chains, CancellationToken cancellationToken)
    {
        IssuedChain[] all = [.. chains.DistinctBy(c => c.Id)];
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
}
