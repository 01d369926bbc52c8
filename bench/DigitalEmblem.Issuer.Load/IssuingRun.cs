using System.Diagnostics;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Worker;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Load;

/// <summary>
/// Issues emblems of 24 hours for many assets: instances in processes of their own sign, verify, journal and store them. The rate is
/// compared with the bare signing rate of the same key in the same run.
/// </summary>
internal static class IssuingRun
{
    private const int Chunk = 10_000;

    public static async Task<string> OnSqliteAsync(int count)
    {
        await using IssuerScene scene = await SceneAsync(null, count);
        string file = Path.Combine(scene.Folder, "issuer.db");
        long before = new FileInfo(file).Length;
        string measured = await MeasureAsync(scene, "-", count, processes: 1);
        SqliteConnection.ClearAllPools();
        return $"- SQLite, {count} assets, one process: {measured}; database {Mebi(before)} before, "
            + $"{Mebi(new FileInfo(file).Length)} after";
    }

    public static async Task<string> OnPostgresAsync(int count)
    {
        var server = new PostgresServer { OutlastsLossOfPower = true };
        await server.InitializeAsync();
        try
        {
            string connection = server.NewDatabase();
            await using IssuerScene scene = await SceneAsync(connection, count);
            long before = await SizeAsync(scene);
            string measured = await MeasureAsync(scene, connection, count, processes: 2);
            return $"- PostgreSQL, {count} assets, two processes: {measured}; database {Mebi(before)} before, "
                + $"{Mebi(await SizeAsync(scene))} after";
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>One instance: issues until nothing is due, and tells how many, and its peak memory.</summary>
    public static async Task<int> WorkAsync(string folder, string connection)
    {
        await using var issuer = new OpenIssuer(
            folder, connection == "-" ? null : connection, null, TimeProvider.System, new IssuingOptions());
        int issued = 0;
        long began = Environment.TickCount64;
        while (await issuer.IssueEmblems.RunAsync(default) is > 0 and int taken)
        {
            issued += taken;
        }

        long ended = Environment.TickCount64;

        string peak = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2];
        Console.WriteLine($"{issued} {peak} {began} {ended}");
        return 0;
    }

    internal static async Task<IssuerScene> SceneAsync(string? connection, int count, string zone = "society.example")
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        IssuerScene scene = await IssuerScene.ReadyAsync(trust: new TestTrust(now), clock: new SettableClock(now), connection: connection);
        for (int i = 0; i < count; i += Chunk)
        {
            await scene.ManyMarkedAsync([.. Enumerable.Range(i, Math.Min(Chunk, count - i)).Select(n => $"host{n}.{zone}")]);
        }

        return scene;
    }

    /// <summary>Bare signatures in a second, by the key that signs the emblems.</summary>
    internal static async Task<double> BareRateAsync(IssuerScene scene)
    {
        OrganizationKey key = await scene.ReadAsync(d => d.Keys.SingleAsync(k => k.Use == KeyUse.Emblem && k.State == KeyState.Active));
        return await new RingKeys(scene.Ring).UseUncheckedAsync(
            key,
            signing =>
            {
                byte[] data = new byte[200];
                int signatures = 0;
                long start = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2))
                {
                    signing.Sign(data);
                    signatures++;
                }

                return signatures / Stopwatch.GetElapsedTime(start).TotalSeconds;
            },
            default);
    }

    private static async Task<string> MeasureAsync(IssuerScene scene, string connection, int count, int processes)
    {
        double bare = await BareRateAsync(scene);
        long start = Stopwatch.GetTimestamp();
        string[] said = await Task.WhenAll(Enumerable.Range(0, processes).Select(async _ =>
        {
            using Process process = Process.Start(
                new ProcessStartInfo(Environment.ProcessPath!, ["work", scene.Folder, connection]) { RedirectStandardOutput = true })!;
            string output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return output.Trim();
        }));
        double whole = Stopwatch.GetElapsedTime(start).TotalSeconds;
        string[][] parts = [.. said.Select(s => s.Split(' '))];
        double seconds = (parts.Max(p => long.Parse(p[3], CultureInfo.InvariantCulture))
            - parts.Min(p => long.Parse(p[2], CultureInfo.InvariantCulture))) / 1000.0;
        int stored = await scene.ReadAsync(d => d.Emblems.CountAsync());
        JournalAuditResult audit = await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default));
        if (stored != count || audit.Faults.Count > 0)
        {
            throw new InvalidOperationException($"{stored} emblems for {count} assets; {string.Join(" ", audit.Faults)}");
        }

        double insert = await BareInsert.RateAsync(scene, postgres: connection != "-");
        double both = 1 / ((1 / bare) + (1 / insert));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{count / seconds:F0} emblems/s ({seconds:F1} s; {whole:F1} s with the start of the processes); bare signing {bare:F0}/s, "
                + $"bare insert of the same bytes {insert:F0}/s, one after the other {both:F0}/s, so {count / seconds / both:F2} of it; "
                + $"{string.Join(" + ", parts.Select(p => p[0]))} emblems; "
                + $"peak memory {string.Join(" + ", parts.Select(p => $"{int.Parse(p[1], CultureInfo.InvariantCulture) / 1024} MiB"))}; "
                + $"journal without faults");
    }

    private static async Task<long> SizeAsync(IssuerScene scene) =>
        await scene.ReadAsync(
            async d => (await d.Database.SqlQueryRaw<long>("SELECT pg_database_size(current_database()) AS \"Value\"").ToListAsync())[0]);

    private static string Mebi(long bytes) => $"{bytes / 1024 / 1024} MiB";
}
