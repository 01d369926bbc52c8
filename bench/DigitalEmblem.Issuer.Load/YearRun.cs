using System.Diagnostics;
using System.Globalization;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Keeping;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Load;

/// <summary>A year of many names: signatures, lines of the journal, bytes and alerts.</summary>
internal static class YearRun
{
    /// <summary>Lets it pass.</summary>
    public static async Task<string> RunAsync(int names)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        var year = new Year(scene);
        long start = Stopwatch.GetTimestamp();
        await year.PassAsync(names);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        int emblems = await scene.ReadAsync(d => d.Emblems.CountAsync());
        long journal = await scene.ReadAsync(d => d.Journal.SumAsync(j => (long)j.Details.Length));
        long before = Bytes(scene);
        (int reduced, int chains) = await new ReduceEmblems(scene.Store, new RetentionOptions(), scene.Clock).RunAsync(default);
        int faults = (await year.AuditAsync()).Faults.Count;
        await scene.ReadAsync(d => d.Database.ExecuteSqlRawAsync("VACUUM"));
        List<string> rows =
        [
            Row("names", names), Row("emblems signed", emblems), Row("names without an emblem at a look", year.Gaps.Count),
            Row("bytes of the journal's details", journal), Row("of them for each emblem", journal / emblems),
            Row("bytes of the database", before), Row("emblems reduced to digests after 30 days", reduced), Row("chains removed", chains),
            Row("bytes of the database after that and VACUUM", Bytes(scene)), Row("faults of the journal", faults),
            Row("seconds that it took", (long)took.TotalSeconds),
            .. (await year.LinesAsync()).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => Row($"lines `{l.Key}`", l.Value)),
            .. (await year.AlertsAsync()).Select(a => Row($"alerts `{a.Key}`, of them open: {a.Value.Open}", a.Value.Raised)),
        ];
        return string.Join('\n', ["| what | how many |", "|---|---|", .. rows]);
    }

    private static string Row(string what, long count) => string.Create(CultureInfo.InvariantCulture, $"| {what} | {count:N0} |");

    private static long Bytes(IssuerScene scene)
    {
        SqliteConnection.ClearAllPools();
        return new FileInfo(Path.Combine(scene.Folder, "issuer.db")).Length;
    }
}
