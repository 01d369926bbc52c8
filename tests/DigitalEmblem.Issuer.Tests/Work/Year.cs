using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// A year of a society on a clock that is set: its names are renewed by the service, its certificate every 55 days, as of 90-day ones, and
/// its officer declares anew when the alert comes. The service is asked every five hours, so nothing happens at its best moment.
/// </summary>
internal sealed class Year(IssuerScene scene)
{
    /// <summary>How long from one look of the service at what is due to the next.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromHours(5);

    private static readonly TimeSpan RenewCertificateAfter = TimeSpan.FromDays(55), DeclareBefore = TimeSpan.FromDays(20);

    private readonly WatchingOptions _watching = new();

    /// <summary>Names that had no emblem in force at a look, with the day.</summary>
    public List<string> Gaps { get; } = [];

    /// <summary>Lets it pass.</summary>
    /// <param name="names">How many names are marked.</param>
    public async Task PassAsync(int names)
    {
        await scene.ManyMarkedAsync([.. Enumerable.Range(0, names).Select(n => $"host{n}.society.example")]);
        DateTimeOffset begin = scene.Clock.Now;
        for (int look = 0; scene.Clock.Now < begin + TimeSpan.FromDays(365); look++)
        {
            await RenewCertificateAsync();
            await scene.RenewEndorsements.RunAsync(default);
            while (await scene.IssueEmblems.RunAsync(default) > 0)
            {
            }

            if (look % 5 == 0)
            {
                await WatchAsync();
                await DeclareAsync();
            }

            scene.Clock.Now += Step;
            await NoteGapsAsync(begin);
        }
    }

    /// <summary>How many lines of the journal say what.</summary>
    public Task<Dictionary<string, int>> LinesAsync() => scene.ReadAsync(
        d => d.Journal.GroupBy(j => j.Action).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count));

    /// <summary>How many alerts of each kind were raised, and are open.</summary>
    public Task<Dictionary<AlertKind, (int Raised, int Open)>> AlertsAsync() => scene.ReadAsync(async d =>
        (await d.Alerts.GroupBy(a => a.Kind).Select(g => new { g.Key, All = g.Count(), Open = g.Count(a => a.ClearedAt == null) })
            .ToListAsync()).ToDictionary(g => g.Key, g => (g.All, g.Open)));

    public Task<JournalAuditResult> AuditAsync() => scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default));

    private async Task RenewCertificateAsync()
    {
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root);
        RootCommitment inUse = await scene.ReadAsync(async d => (await CommitmentInUse.FindAsync(d, root.Id, default))!);
        if (scene.Clock.Now - inUse.CompletedAt > RenewCertificateAfter)
        {
            await scene.CommitAsync(root);
        }
    }

    private async Task WatchAsync()
    {
        var own = new OwnWatch(scene.Store, _watching, scene.Clock);
        List<Guid> all = await scene.ReadAsync(d => d.Assets.Select(a => a.Id).ToListAsync());
        var book = new AlertBook(scene.Store);
        await book.NoteAsync(await own.OfAssetsAsync(all, default), OwnWatch.KindsOfAssets, null, [], default);
        await book.NoteAsync(await own.OfTheRestAsync(default), OwnWatch.Kinds, null, [], default);
    }

    private async Task DeclareAsync()
    {
        DateTimeOffset soon = scene.Clock.Now + DeclareBefore;
        List<Guid> ending = await scene.ReadAsync(d => d.Assets.Where(a => a.DeclaredUntil < soon).Select(a => a.Id).ToListAsync());
        if (ending.Count > 0)
        {
            await scene.DeclareAssets.RunAsync(IssuerScene.Officer, ending, default);
        }
    }

    private async Task NoteGapsAsync(DateTimeOffset begin)
    {
        DateTimeOffset now = scene.Clock.Now;
        List<Asset> without = await scene.ReadAsync(
            d => d.Assets.Where(a => a.EmblemUntil == null || a.EmblemUntil <= now).ToListAsync());
        Gaps.AddRange(without.Select(a => $"{a.Name} on day {(now - begin).TotalDays:F1}"));
    }
}
