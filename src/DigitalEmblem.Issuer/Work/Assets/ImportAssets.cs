using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Puts many names on the list of assets at once, all or none. A long list goes there as an errand.</summary>
internal sealed class ImportAssets(IssuerStore store, TimeProvider clock)
{
    // Queries about so many names are short.
    private const int NamesRead = 500;

    /// <summary>Looks a list through, by reading only.</summary>
    /// <returns>The faults, by line; none if all rows can be added now.</returns>
    public async Task<IReadOnlyList<RowFault>> LookAsync(
        IReadOnlyList<AssetRow> rows, IReadOnlyList<RowFault> faults, CancellationToken cancellationToken)
    {
        (await store.ReadAsync(d => d.Organizations.FirstOrDefaultAsync(cancellationToken))
            ?? throw new RefusedException(Refusal.NotReady, $"No organization is set up here yet: an administrator does that first."))
            .Require(OrganizationRoles.Issuer);
        var all = new List<RowFault>(faults);
        var seen = new HashSet<DomainName>();
        foreach (AssetRow[] some in rows.Chunk(NamesRead))
        {
            HashSet<DomainName> there = await store.ReadAsync(d => ThereAsync(d, some, cancellationToken));
            all.AddRange(Make(some, n => there.Contains(n) || !seen.Add(n), clock.GetUtcNow()).Faults);
        }

        return [.. all.OrderBy(f => f.Line)];
    }

    /// <summary>Adds all rows to the list of assets. If there is one fault, no row is added.</summary>
    /// <returns>The faults, by line; none if all rows were added.</returns>
    public Task<IReadOnlyList<RowFault>> RunAsync(
        Actor actor, IReadOnlyList<AssetRow> rows, CancellationToken cancellationToken) =>
        store.ChangeAsync<IReadOnlyList<RowFault>>(
            actor,
            async change =>
            {
                (List<Asset> made, List<RowFault> faults) = await MakeAsync(change, rows, cancellationToken);
                if (faults.Count == 0)
                {
                    made.ForEach(a => NewAsset.Add(change, a));
                }

                return faults;
            },
            cancellationToken);

    /// <summary>Makes the assets of rows, as a part of a change, without adding them.</summary>
    public static async Task<(List<Asset> Made, List<RowFault> Faults)> MakeAsync(
        Change change, IReadOnlyList<AssetRow> rows, CancellationToken cancellationToken)
    {
        (await change.OrganizationAsync(cancellationToken)).Require(OrganizationRoles.Issuer);
        HashSet<DomainName> there = await ThereAsync(change.Database, rows, cancellationToken);
        return Make(rows, n => !there.Add(n), change.Now);
    }

    private static (List<Asset> Made, List<RowFault> Faults) Make(
        IReadOnlyList<AssetRow> rows, Func<DomainName, bool> isThere, DateTimeOffset at)
    {
        var made = new List<Asset>(rows.Count);
        var faults = new List<RowFault>();
        foreach (AssetRow row in rows)
        {
            if (isThere(row.Name))
            {
                faults.Add(new RowFault(row.Line, $"{row.Name} is on the list already, or stands twice in this file."));
                continue;
            }

            try
            {
                made.Add(NewAsset.Make(row.Name, row.Purposes, row.Lifetime, at, row.Labels));
            }
            catch (RefusedException e)
            {
                faults.Add(new RowFault(row.Line, Sentence.Of(e)));
            }
        }

        return (made, faults);
    }

    private static async Task<HashSet<DomainName>> ThereAsync(
        IssuerContext database, IReadOnlyList<AssetRow> rows, CancellationToken cancellationToken)
    {
        var there = new HashSet<DomainName>();
        foreach (AssetRow[] some in rows.Chunk(NamesRead))
        {
            List<DomainName> names = [.. some.Select(r => r.Name)];
            there.UnionWith(await database.Assets.Where(a => names.Contains(a.Name)).Select(a => a.Name).ToListAsync(cancellationToken));
        }

        return there;
    }
}
