using System.Diagnostics;
using System.Globalization;
using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Web;
using DigitalEmblem.Issuer.Tests.Work;

namespace DigitalEmblem.Issuer.Load;

/// <summary>
/// How long a person waits for a page, and a program for a call, to the last byte, with few names and with many in the same run: the same
/// service, asked in turns.
/// </summary>
internal static class PageTimes
{
    private const int EmblemsEach = 5, WarmUp = 20;

    private static readonly (string Page, string Path)[] Pages =
    [
        ("overview", "/"),
        ("assets", "/assets"),
        ("assets, a part of a name", "/assets?name=host99"),
        ("assets, by what ends first", "/assets?sort=EmblemEnd"),
        ("alerts", "/alerts"),
        ("journal", "/journal"),
    ];

    private static readonly (string Call, string Path)[] Calls =
    [
        ("API: status", "status"),
        ("API: assets", "assets"),
        ("API: assets with a label that one of 1000 has", "assets?label=team%3D7"),
        ("API: assets, a part of a name", "assets?name=host99"),
        ("API: an asset by its name", "assets/by-name/host99.society.example"),
    ];

    /// <summary>Measures, and returns a table.</summary>
    /// <param name="few">The smaller number of assets.</param>
    /// <param name="many">The larger one.</param>
    /// <param name="times">How often each page is asked for.</param>
    /// <param name="postgres">Whether in PostgreSQL; else in SQLite files.</param>
    public static async Task<string> RunAsync(int few, int many, int times, bool postgres)
    {
        PostgresServer? server = postgres ? new PostgresServer { OutlastsLossOfPower = true } : null;
        if (server is not null)
        {
            await server.InitializeAsync();
        }

        try
        {
            await using WebService small = await OpenAsync(server?.NewDatabase(), few);
            await using WebService large = await OpenAsync(server?.NewDatabase(), many);
            using HttpClient callsSmall = await small.Service.ClientAsync(AccessRoles.Officer);
            using HttpClient callsLarge = await large.Service.ClientAsync(AccessRoles.Officer);
            var table = new StringBuilder();
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {(postgres ? "PostgreSQL" : "SQLite")}, {times} times | {few}: median | 95th percentile | {many}: median ");
            table.AppendLine("| 95th percentile | ratio of the medians | of the 95th percentiles | bytes |");
            table.AppendLine("|---|---|---|---|---|---|---|---|");
            foreach ((string page, string path) in Pages)
            {
                table.AppendLine(await RowAsync(page, () => small.GetAsync(path), () => large.GetAsync(path), times));
            }

            foreach ((string call, string path) in Calls)
            {
                var uri = new Uri(path, UriKind.Relative);
                table.AppendLine(await RowAsync(call, () => callsSmall.GetAsync(uri), () => callsLarge.GetAsync(uri), times));
            }

            return table.ToString();
        }
        finally
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }
        }
    }

    private static async Task<WebService> OpenAsync(string? connection, int assets)
    {
        WebService web = await WebService.OverAsync(
            await FullStore.MakeAsync(connection, assets, EmblemsEach), o => o.Access.Limits.PerMinute = 100_000);
        await web.EnterAsync("olga", AccessRoles.Officer | AccessRoles.Administrator);
        await Console.Error.WriteLineAsync($"{assets} assets with {EmblemsEach} emblems each are there");
        return web;
    }

    private static async Task<string> RowAsync(
        string page, Func<Task<HttpResponseMessage>> small, Func<Task<HttpResponseMessage>> large, int times)
    {
        var few = new List<double>();
        var many = new List<double>();
        int bytes = 0;
        for (int i = -WarmUp; i < times; i++)
        {
            (double ofFew, _) = await AskAsync(small);
            (double ofMany, bytes) = await AskAsync(large);
            if (i >= 0)
            {
                few.Add(ofFew);
                many.Add(ofMany);
            }
        }

        string row = string.Create(
            CultureInfo.InvariantCulture,
            $"| {page} | {At(few, 0.5):F1} ms | {At(few, 0.95):F1} ms | {At(many, 0.5):F1} ms | {At(many, 0.95):F1} ms "
                + $"| {At(many, 0.5) / At(few, 0.5):F2} | {At(many, 0.95) / At(few, 0.95):F2} | {bytes} |");
        await Console.Error.WriteLineAsync(row);
        return row;
    }

    private static async Task<(double Milliseconds, int Bytes)> AskAsync(Func<Task<HttpResponseMessage>> ask)
    {
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage answer = await ask();
        double waited = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        answer.EnsureSuccessStatusCode();
        return (waited, (await answer.Content.ReadAsByteArrayAsync()).Length);
    }

    private static double At(List<double> all, double share) => all.Order().ElementAt((int)Math.Ceiling(share * all.Count) - 1);
}
