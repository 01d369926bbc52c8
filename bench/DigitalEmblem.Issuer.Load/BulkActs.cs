using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Load;

/// <summary>
/// Acts that concern all names of an organization at once, and how long the longest change that each makes holds the database. Nothing
/// else is written during that time, no withdrawal either.
/// </summary>
internal sealed class BulkActs : IDisposable
{
    private const string Zone = "society.example", First = "127.0.0.1:5301", Second = "127.0.0.1:5302";

    private readonly MeterListener _changes = new();
    private readonly ConcurrentQueue<double> _held = new();
    private readonly IssuerScene _scene;
    private readonly StringBuilder _table = new();
    private readonly PublishingOptions _options = new() { Unsigned = ["127.0.0.0/8:*"] };

    private BulkActs(IssuerScene scene)
    {
        _scene = scene;
        _changes.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument == Meters.Change)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _changes.SetMeasurementEventCallback<double>((_, value, _, _) => _held.Enqueue(1000 * value));
        _changes.Start();
    }

    private SetTarget Set => new(_scene.Store, _options);

    /// <summary>Measures all acts on a SQLite file, and returns a table.</summary>
    /// <param name="count">How many names are marked.</param>
    public static Task<string> OnSqliteAsync(int count) => RunAsync("SQLite", count, null);

    /// <summary>Measures all acts on PostgreSQL, and returns a table.</summary>
    /// <param name="count">How many names are marked.</param>
    public static async Task<string> OnPostgresAsync(int count)
    {
        var server = new PostgresServer { OutlastsLossOfPower = true };
        await server.InitializeAsync();
        try
        {
            return await RunAsync("PostgreSQL", count, server.NewDatabase());
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<string> RunAsync(string database, int count, string? connection)
    {
        await using IssuerScene scene = await IssuingRun.SceneAsync(connection, count, Zone);
        using var acts = new BulkActs(scene);
        await acts.MeasureAllAsync(database, count);
        return acts._table.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _changes.Dispose();

    private async Task MeasureAllAsync(string database, int count)
    {
        _table.AppendLine(
            CultureInfo.InvariantCulture,
            $"| {database}, act on {count} names | changes | longest hold | 99th percentile | whole time |");
        _table.AppendLine("|---|---|---|---|---|");
        PublicationTarget target = await Set.AddAsync(
            "administrator", TargetKind.DnsUpdate, DomainName.Parse(Zone), First, null, 60, default);
        await SeenAsync(target);
        var refresh = new RefreshEmblems(_scene.Store);
        var adopt = new AdoptEmblems(_scene.Store);
        var leaving = new LeavingTargets(_scene.Store);
        Guid key = await _scene.ReadAsync(
            d => d.Keys.Where(k => k.Use == KeyUse.Emblem && k.State == KeyState.Active).Select(k => k.Id).SingleAsync());
        await MeasureAsync(
            "endorse a key anew",
            () => _scene.EndorseKey.RunAsync("administrator", key, Purposes.Protective | Purposes.Indicative, default),
            () => refresh.RunAsync(default));
        await MeasureAsync(
            "set the profiles of a zone",
            () => _scene.SetProfiles.OfTargetAsync("administrator", target.Id, null, MarkProfiles.Both, default),
            () => refresh.RunAsync(default));
        await MeasureAsync(
            "change the time to live",
            () => Set.ChangeAsync("administrator", target.Id, null, First, null, 120, default),
            () => UntilDoneAsync(adopt.RunAsync));
        await LaterAsync();
        await MeasureAsync(
            "say that a zone's records are in",
            () => new HastenPublication(_scene.Store, _scene.Clock).OfTargetAsync("administrator", target.Id, default));
        await MeasureAsync(
            "move a zone to another server",
            () => Set.ChangeAsync("administrator", target.Id, null, Second, null, 120, default),
            () => UntilDoneAsync(leaving.RunAsync),
            () => UntilDoneAsync(adopt.RunAsync));
        await MeasureAsync(
            "give a server up whose records are gone",
            GoneAsync,
            () => UntilDoneAsync(leaving.RunAsync));
        await MeasureAsync(
            "give a server up that is gone",
            () => Set.RemoveAsync("administrator", target.Id, null, abandon: true, default),
            () => UntilDoneAsync(leaving.RunAsync));
        await MeasureAsync("suspend a key", () => _scene.SuspendKey.RunAsync("administrator", key, null, "measured", default));
        await MeasureAsync("resume it", () => _scene.ResumeKey.RunAsync("administrator", key, null, "measured", default));
        Guid[] ids = await _scene.ReadAsync(d => d.Assets.OrderBy(a => a.Id).Take(Errand.AtOnce).Select(a => a.Id).ToArrayAsync());
        await MeasureAsync(
            $"withdraw {ids.Length} of them", () => _scene.WithdrawAssets.RunAsync(IssuerScene.Officer, ids, default));
        await MeasureAsync(
            "declare the key compromised",
            () => _scene.DeclareCompromise.RunAsync("administrator", key, null, "measured", default));
        await MeasureAsync(
            "confirm that, and have a new key endorsed",
            async () => await _scene.ConfirmCompromise.RunAsync(
                "second officer", await _scene.ReadAsync(d => d.Compromises.Select(c => c.Id).SingleAsync()), null, default),
            () => _scene.FollowUpCompromises.RunAsync(default),
            () => _scene.FollowUpCompromises.RunAsync(default),
            () => _scene.FollowUpCompromises.RunAsync(default),
            () => refresh.RunAsync(default));
    }

    private async Task MeasureAsync(string act, params Func<Task>[] steps)
    {
        _held.Clear();
        long start = Stopwatch.GetTimestamp();
        foreach (Func<Task> step in steps)
        {
            await step();
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        List<double> held = [.. _held.Order()];
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {act} | {held.Count} | {held[^1]:F0} ms | {held[(int)(0.99 * (held.Count - 1))]:F0} ms | {seconds:F1} s |");
        _table.AppendLine(line);
        await Console.Error.WriteLineAsync(line);
    }

    private static async Task UntilDoneAsync(Func<CancellationToken, Task<int>> page)
    {
        while (await page(default) > 0)
        {
        }
    }

    /// <summary>
    /// All names have an emblem that was seen at the target. One emblem stands for all of them, because none is read here.
    /// </summary>
    private async Task SeenAsync(PublicationTarget target)
    {
        await _scene.IssueEmblems.RunAsync(default);
        DateTimeOffset now = _scene.Clock.Now, later = now.AddHours(20);
        await using IssuerContext context = _scene.Contexts.Open();
        Guid emblem = await context.Emblems.Select(e => e.Id).FirstAsync();
        await context.Assets.ExecuteUpdateAsync(s => s.SetProperty(a => a.EmblemId, emblem).SetProperty(a => a.RenewAt, later));
        await context.Publications.ExecuteDeleteAsync();
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        foreach (Asset[] assets in (await context.Assets.AsNoTracking().ToListAsync()).Chunk(5000))
        {
            context.AddRange(assets.Select(a => Publication.Create(a, target, now)));
            await context.SaveChangesAsync();
            context.ChangeTracker.Clear();
        }

        byte[] digest = new byte[32];
        await context.Publications.ExecuteUpdateAsync(s => s.SetProperty(p => p.Wanted, true).SetProperty(p => p.SeenTtl, 60)
            .SetProperty(p => p.State, PublicationState.Seen).SetProperty(p => p.SeenDigest, digest));
        await context.Targets.ExecuteUpdateAsync(s => s.SetProperty(t => t.AdoptedTo, (Guid?)null));
    }

    /// <summary>All that is due waits for an hour.</summary>
    private async Task LaterAsync()
    {
        await using IssuerContext context = _scene.Contexts.Open();
        DateTimeOffset later = _scene.Clock.Now.AddHours(1);
        await context.Publications.ExecuteUpdateAsync(s => s.SetProperty(p => p.NextAttempt, later));
    }

    /// <summary>What was removed was seen to be gone.</summary>
    private async Task GoneAsync()
    {
        await using IssuerContext context = _scene.Contexts.Open();
        await context.Publications.Where(p => !p.Wanted).ExecuteUpdateAsync(s => s
            .SetProperty(p => p.State, PublicationState.Seen).SetProperty(p => p.SeenDigest, (byte[]?)null));
    }
}
