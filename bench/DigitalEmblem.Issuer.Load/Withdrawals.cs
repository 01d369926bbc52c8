using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalEmblem.Issuer.Load;

/// <summary>
/// How long a withdrawal takes, from the call of the API until the authoritative server answers without the records: beside nothing, and
/// beside each kind of load. It uses a SQLite file, BIND 9 on loopback with TSIG, and the whole service in this process. Beside each
/// withdrawal a bare update of the same server is measured, which adds a record and takes it away.
/// </summary>
internal sealed class Withdrawals : IAsyncDisposable
{
    private const string Dead = "dead.example";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100), Patience = TimeSpan.FromMinutes(2);

    private readonly UpdatableServer _bind;
    private readonly IssuerScene _scene;
    private readonly int _withdrawals;
    private readonly int _load;
    private readonly DnsExchange _exchange;
    private readonly WebApplication _app;
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly StringBuilder _table = new();
    private readonly MeterListener _changes = new();
    private readonly ConcurrentQueue<double> _held = new();
    private HttpClient _officer = null!;
    private int _bare;

    private Withdrawals(UpdatableServer bind, IssuerScene scene, int withdrawals, int load)
    {
        (_bind, _scene, _withdrawals, _load) = (bind, scene, withdrawals, load);
        _exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(bind.EndPoint, tcpOnly: true)], Authoritative = true });
        string Path(string name) => System.IO.Path.Combine(scene.Folder, name);
        var options = new IssuerOptions();
        options.Database.Connection = scene.Connection;
        (options.Listen.Api, options.Listen.Public, options.Listen.Web) = ("127.0.0.1:0", "", "");
        options.Custody.Files = new FileCustodyOptions
        {
            Directory = Path("keys"),
            Passphrase = new SecretSource { File = Path("passphrase") },
        };
        options.Transparency.Online = false;
        (options.Transparency.LogList, options.Transparency.Roots) = (Path("logs.json"), Path("roots.pem"));
        (options.Publishing.Resolver, options.Publishing.TsigKeys["key"]) = (bind.EndPoint.ToString(), bind.KeyFile);
        (options.Access.Limits.PerMinute, options.Access.Limits.AtOnce) = (100_000, 100);
        options.Watching.Interval = TimeSpan.FromHours(24);
        _app = IssuerHost.Build(
            options,
            new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", "Error")]).Build());
    }

    private void ListenToChanges()
    {
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

    /// <summary>Measures all situations, and returns a table.</summary>
    /// <param name="withdrawals">How many are measured in each.</param>
    /// <param name="load">How many names the import has, and are due at once.</param>
    public static async Task<string> RunAsync(int withdrawals, int load)
    {
        var bind = new UpdatableServer();
        await bind.InitializeAsync();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        IssuerScene scene = await IssuerScene.ReadyAsync(trust: new TestTrust(now), clock: new SettableClock(now));
        await using var run = new Withdrawals(bind, scene, withdrawals, load);
        await run.StartAsync();
        await run.MeasureAllAsync();
        return run._table.ToString();
    }

    /// <summary>Withdraws many names by one act, and tells how long it takes until the server answers without the last of them.</summary>
    /// <param name="count">How many.</param>
    public static async Task<string> OfManyAsync(int count)
    {
        var bind = new UpdatableServer();
        await bind.InitializeAsync();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        IssuerScene scene = await IssuerScene.ReadyAsync(trust: new TestTrust(now), clock: new SettableClock(now));
        await using var run = new Withdrawals(bind, scene, count, 0);
        await run.StartAsync();
        return await run.AllAtOnceAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _changes.Dispose();
        _silent.Stop();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _exchange.DisposeAsync();
        await _scene.DisposeAsync();
        await _bind.DisposeAsync();
    }

    private async Task StartAsync()
    {
        ListenToChanges();
        await _app.StartAsync();
        string address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        (_, string secret) = await _app.Services.GetRequiredService<GiveAccess>().RunAsync(
            "operator", "officer", AccessRoles.Officer, null, default);
        _officer = new HttpClient { BaseAddress = new Uri(new Uri(address), "/api/v1/"), Timeout = TimeSpan.FromMinutes(10) };
        _officer.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        await TargetAsync(UpdatableServer.Zone, _bind.EndPoint, "key");
        _table.AppendLine("| beside | withdrawals | median | 95th percentile | longest | bare update, median | 95th percentile "
            + "| changes | longest hold of the database | 99th percentile |");
        _table.AppendLine("|---|---|---|---|---|---|---|---|---|---|");
    }

    private async Task MeasureAllAsync()
    {
        string[][] names = [.. Enumerable.Range(0, 5).Select(
            s => Enumerable.Range(0, _withdrawals).Select(i => $"w{s}-{i}.{UpdatableServer.Zone}").ToArray())];
        await PublishedAsync([.. names.SelectMany(n => n)]);
        // The first calls of a process are slow, and those of a service that runs for months are not.
        string[] first = [.. Enumerable.Range(0, 10).Select(i => $"first{i}.{UpdatableServer.Zone}")];
        await PublishedAsync(first);
        foreach (string name in first)
        {
            await WithdrawAsync(name);
            await BareAsync();
        }

        await MeasureAsync("nothing", names[0]);
        await AliasesAsync();
        await MeasureAsync("twelve aliases in the zone", names[1]);
        await DeadServerAsync();
        await MeasureAsync("one silent server among three", names[2]);
        Task<string> import = ImportAsync();
        await MeasureAsync($"an import of {_load} names", names[3]);
        string errand = await import;
        _table.AppendLine($"<!-- the import: {await ErrandAsync(errand)} -->");
        await EndedAsync(errand);
        await DueAtOnceAsync();
        await MeasureAsync($"{_load} emblems due at once", names[4]);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        int left = await _scene.ReadAsync(d => d.Assets.CountAsync(a => a.State == AssetState.Marked && a.RenewAt <= now));
        _table.AppendLine($"<!-- still due after the last: {left} -->");
    }

    private async Task MeasureAsync(string beside, string[] names)
    {
        var withdrawals = new List<double>();
        var bare = new List<double>();
        _held.Clear();
        foreach (string name in names)
        {
            withdrawals.Add(await WithdrawAsync(name));
            bare.Add(await BareAsync());
            await Task.Delay(Between);
        }

        List<double> held = [.. _held];
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {beside} | {names.Length} | {At(withdrawals, 0.5):F0} ms | {At(withdrawals, 0.95):F0} ms | {withdrawals.Max():F0} ms "
                + $"| {At(bare, 0.5):F1} ms | {At(bare, 0.95):F1} ms | {held.Count} | {held.Max():F0} ms | {At(held, 0.99):F0} ms |");
        _table.AppendLine(line);
        await Console.Error.WriteLineAsync(line);
    }

    private async Task<string> AllAtOnceAsync()
    {
        string[] names = [.. Enumerable.Range(0, _withdrawals).Select(i => $"many{i}.{UpdatableServer.Zone}")];
        await PublishedAsync(names);
        await Console.Error.WriteLineAsync($"{names.Length} names are published");
        Guid[] ids = await _scene.ReadAsync(d => d.Assets.OrderBy(a => a.Id).Select(a => a.Id).ToArrayAsync());
        var bare = new List<double>();
        for (int i = 0; i < 100; i++)
        {
            bare.Add(await BareAsync());
        }

        _held.Clear();
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage answer = await _officer.PostAsJsonAsync("assets/withdraw", new { ids });
        answer.EnsureSuccessStatusCode();
        double answered = Stopwatch.GetElapsedTime(start).TotalSeconds;
        foreach (string name in names)
        {
            await GoneAsync(DomainName.Parse(name));
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Withdrawal of {ids.Length} names by one act: the service answered after {answered:F2} s, and the authoritative server "
                + $"answered without the last of them after {seconds:F1} s, {1000 * seconds / ids.Length:F2} ms a name; a bare update of "
                + $"the same server in the same run takes {At(bare, 0.5):F1} ms (median of {bare.Count}). Longest hold of the database "
                + $"{_held.Max():F0} ms.");
    }

    private async Task<double> WithdrawAsync(string name)
    {
        Guid id = (await _scene.AssetAsync(name)).Id;
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage answer = await _officer.PostAsJsonAsync("assets/withdraw", new { ids = new[] { id } });
        answer.EnsureSuccessStatusCode();
        await GoneAsync(DomainName.Parse(name));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private async Task<double> BareAsync()
    {
        DomainName name = DomainName.Parse($"bare{_bare++}.{UpdatableServer.Zone}"), zone = DomainName.Parse(UpdatableServer.Zone);
        const ushort Type = (ushort)DnsEmblemSource.DefaultIhleType;
        DnsUpdateClient client = _bind.Client();
        await client.SendAsync(new DnsUpdate(zone).Replace(name, Type, 60, [new byte[200]]));
        long start = Stopwatch.GetTimestamp();
        await client.SendAsync(new DnsUpdate(zone).Delete(name, Type));
        await GoneAsync(name);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private async Task GoneAsync(DomainName name)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            LookupAnswer answer = await _exchange.LookUpAsync(name, DnsEmblemSource.DefaultIhleType, patience.Token);
            if (answer.IsAnswer && answer.Data.Count == 0)
            {
                return;
            }

            await Task.Delay(1, patience.Token);
        }
    }

    /// <summary>Marks names, and waits until they are in the DNS.</summary>
    private async Task PublishedAsync(string[] names)
    {
        await _scene.ManyMarkedAsync(names);
        while (await _scene.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Due)) > 0
            || await _scene.ReadAsync(d => d.Assets.CountAsync(a => a.State == AssetState.Marked && a.EmblemId == null)) > 0)
        {
            await Task.Delay(100);
        }
    }

    private async Task AliasesAsync()
    {
        string[] aliases = [.. Enumerable.Range(0, 12).Select(i => $"alias{i}.{UpdatableServer.Zone}")];
        _bind.Nsupdate(
            $"zone {UpdatableServer.Zone}\n"
                + string.Concat(aliases.Select(a => $"update add {a} 60 CNAME www.{UpdatableServer.Zone}\n")) + "send\n",
            "-k",
            _bind.KeyFile);
        await _scene.ManyMarkedAsync(aliases);
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    /// <summary>
    /// A server that takes connections and answers nothing, with names to publish and names to remove; and another that works.
    /// </summary>
    private async Task DeadServerAsync()
    {
        _silent.Start(1000);
        await TargetAsync(Dead, (IPEndPoint)_silent.LocalEndpoint, "key");
        await TargetAsync(UpdatableServer.Signed, _bind.EndPoint, "key");
        await _scene.ManyMarkedAsync([.. Enumerable.Range(0, 100).Select(i => $"host{i}.{Dead}")]);
        await Task.Delay(TimeSpan.FromSeconds(3));
        Guid[] ids = await _scene.ReadAsync(d => d.Assets.Where(a => ((string)(object)a.Name).EndsWith(Dead))
            .OrderBy(a => a.Id).Take(20).Select(a => a.Id).ToArrayAsync());
        using HttpResponseMessage answer = await _officer.PostAsJsonAsync("assets/withdraw", new { ids });
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> ImportAsync()
    {
        string table = "name,purposes\n" + string.Concat(
            Enumerable.Range(0, _load).Select(i => $"load{i}.{UpdatableServer.Zone},protective\n"));
        using var content = new StringContent(table, new MediaTypeHeaderValue("text/csv"));
        using HttpResponseMessage answer = await _officer.PostAsync(new Uri("assets/import?dryRun=false", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["id"]?.GetValue<string>() ?? "";
    }

    private async Task<string> ErrandAsync(string id) => id.Length == 0 ? "done at once"
        : (await _officer.GetFromJsonAsync<JsonNode>($"errands/{id}"))!["errand"] is { } e
            ? $"{e["done"]} of {e["total"]}, {e["state"]}"
            : "";

    private async Task EndedAsync(string id)
    {
        long start = Stopwatch.GetTimestamp();
        while (id.Length > 0 && !(await ErrandAsync(id)).EndsWith("Done", StringComparison.Ordinal))
        {
            await Task.Delay(500);
        }

        await Console.Error.WriteLineAsync(
            $"the import ended {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s after the last withdrawal");
    }

    /// <summary>
    /// Makes all that was imported due, by the database, as after a long rest. By the service's own store: a change of the service that
    /// waits for another instance's counts that wait as its own, and would be measured with it.
    /// </summary>
    private Task<int> DueAtOnceAsync() => _app.Services.GetRequiredService<IssuerStore>().ChangeAsync(
        IssuerScene.Officer,
        change =>
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow(), until = now.AddDays(300);
            return change.Database.Assets.Where(a => a.State == AssetState.Listed).ExecuteUpdateAsync(s => s
                .SetProperty(a => a.State, AssetState.Marked).SetProperty(a => a.DeclaredBy, IssuerScene.Officer)
                .SetProperty(a => a.DeclaredAt, now).SetProperty(a => a.DeclaredUntil, until)
                .SetProperty(a => a.ControlProvenAt, now).SetProperty(a => a.RenewAt, now));
        },
        default);

    private Task TargetAsync(string zone, IPEndPoint server, string key) => _scene.Store.ChangeAsync(
        "administrator",
        change =>
        {
            change.Database.Add(PublicationTarget.Create(
                TargetKind.DnsUpdate, DomainName.Parse(zone), server.ToString(), key, 60, change.Now));
            return Task.CompletedTask;
        },
        default);

    private static double At(List<double> all, double share) => all.Order().ElementAt((int)Math.Ceiling(share * all.Count) - 1);
}
