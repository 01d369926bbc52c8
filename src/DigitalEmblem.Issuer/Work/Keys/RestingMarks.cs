using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>
/// The marked names and data that a compromise has not reached yet: their sets rest on the lost key, or they have none. Those that were
/// left by decision are none of them.
/// </summary>
/// <param name="Names">The names.</param>
/// <param name="Data">The data.</param>
internal sealed record RestingMarks(IQueryable<Asset> Names, IQueryable<MarkedData> Data)
{
    private const int Named = 10;

    /// <summary>Finds them.</summary>
    public static async Task<RestingMarks> OfAsync(
        IssuerContext database, KeyCompromise compromise, OrganizationKey lost, CancellationToken cancellationToken)
    {
        List<Guid> left = [.. compromise.LeftAssets];
        var used = await database.Emblems.Where(e => database.Assets.Any(a => a.EmblemId == e.Id))
            .Select(e => new { e.ChainId, e.JwsChainId }).Distinct().ToListAsync(cancellationToken);
        List<Guid> usedByData = await database.Signs.Where(s => database.Data.Any(a => a.EmblemId == s.Id))
            .Select(s => s.ChainId).Distinct().ToListAsync(cancellationToken);
        List<Guid> ids =
        [
            .. used.SelectMany(u => new[] { u.ChainId, u.JwsChainId }).OfType<Guid>().Concat(usedByData).Distinct(),
        ];
        List<IssuedChain> chains = await database.Chains.Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken);
        List<Guid> resting = [.. chains.Where(c => c.RestsOn(lost)).Select(c => c.Id)];
        List<Guid?> restingOrNone = [.. resting.Select(r => (Guid?)r)];
        return new RestingMarks(
            database.Assets.Where(a => a.State == AssetState.Marked && !left.Contains(a.Id)
                && (a.EmblemId == null || database.Emblems.Any(
                    e => e.Id == a.EmblemId && (restingOrNone.Contains(e.ChainId) || restingOrNone.Contains(e.JwsChainId))))),
            database.Data.Where(a => a.State == AssetState.Marked && !left.Contains(a.Id)
                && (a.EmblemId == null || database.Signs.Any(s => s.Id == a.EmblemId && resting.Contains(s.ChainId)))));
    }

    /// <summary>Whether some still wait. Refuses, naming them, if a person has to decide about some of them.</summary>
    public static async Task<bool> AnyAsync(
        IssuerContext database, KeyCompromise compromise, OrganizationKey lost, DateTimeOffset at, CancellationToken cancellationToken)
    {
        RestingMarks resting = await OfAsync(database, compromise, lost, cancellationToken);
        if (!await resting.AnyAsync(cancellationToken))
        {
            return false;
        }

        EmblemChain chain = await EmblemChain.LoadAsync(database, at, cancellationToken);
        chain.EmblemKey.RequireNotSuspended($"used for the new emblems");
        Purposes covered = chain.Purposes;
        var stuck = new RestingMarks(Stuck(resting.Names), Stuck(resting.Data));
        if (await stuck.CalledAsync(cancellationToken) is { Count: > 0 } names)
        {
            int count = await stuck.CountAsync(cancellationToken);
            throw new RefusedException(
                Refusal.NotReady,
                Sentence.Counting(
                    count,
                    $"{count} marked assets cannot get a new emblem: {Joined(names, count)}. The emblem key is endorsed for {covered} "
                        + $"only, or their declaration has run out. Have the root key endorse the emblem key for their purposes too, "
                        + $"declare them anew, or withdraw them. Or decide to withdraw or leave them."));
        }

        return true;

        IQueryable<T> Stuck<T>(IQueryable<T> all)
            where T : Markable => all.Where(
            a => (a.Purposes & covered) != a.Purposes || a.DeclaredUntil == null || a.DeclaredUntil <= at);
    }

    /// <summary>A sentence on those that show sets which rest on the key, for a person who has to do something else first.</summary>
    /// <returns>Null if there are none.</returns>
    public static async Task<Sentence?> SentenceAsync(
        IssuerContext database, KeyCompromise compromise, OrganizationKey lost, CancellationToken cancellationToken)
    {
        RestingMarks all = await OfAsync(database, compromise, lost, cancellationToken);
        var resting = new RestingMarks(all.Names.Where(a => a.EmblemId != null), all.Data.Where(a => a.EmblemId != null));
        List<string> names = await resting.CalledAsync(cancellationToken);
        if (names.Count == 0)
        {
            return null;
        }

        int count = await resting.CountAsync(cancellationToken);
        return Sentence.Counting(
            count,
            $"Meanwhile {count} marked asset shows a set that rests on the compromised key: {Joined(names, count)}. If it takes too long, "
                + $"decide to withdraw or leave them.",
            $"Meanwhile {count} marked assets show sets that rest on the compromised key: {Joined(names, count)}. If it takes too long, "
                + $"decide to withdraw or leave them.");
    }

    /// <summary>The first names of some assets.</summary>
    public static async Task<List<string>> NamesAsync(IQueryable<Asset> assets, CancellationToken cancellationToken) =>
        [.. (await assets.OrderBy(a => a.Name).Select(a => a.Name).Take(Named).ToListAsync(cancellationToken)).Select(n => n.ToString())];

    /// <summary>Whether there are some.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken) =>
        await Names.AnyAsync(cancellationToken) || await Data.AnyAsync(cancellationToken);

    /// <summary>How many they are.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken) =>
        await Names.CountAsync(cancellationToken) + await Data.CountAsync(cancellationToken);

    /// <summary>What the first of them are called: names, then roots.</summary>
    public async Task<List<string>> CalledAsync(CancellationToken cancellationToken)
    {
        List<string> names = await NamesAsync(Names, cancellationToken);
        var roots = await Data.OrderBy(d => d.Id).Select(d => d.Root).Take(Named - names.Count).ToListAsync(cancellationToken);
        return [.. names, .. roots.Select(r => r.ToString())];
    }

    /// <summary>The first of them, for a person who decides about some: names, then data.</summary>
    public async Task<IReadOnlyList<RestingMark>> FirstAsync(int most, CancellationToken cancellationToken)
    {
        var names = await Names.OrderBy(a => a.Name).Select(a => new { a.Id, a.Name }).Take(most).ToListAsync(cancellationToken);
        var data = await Data.OrderBy(d => d.Id).Select(d => new { d.Id, d.Root }).Take(most - names.Count)
            .ToListAsync(cancellationToken);
        return
        [
            .. names.Select(n => new RestingMark(n.Id, n.Name.ToString())),
            .. data.Select(d => new RestingMark(d.Id, d.Root.ToString())),
        ];
    }

    private static Sentence Joined(List<string> names, int count) => Sentence.List(count > names.Count ? [.. names, "…"] : names);
}
