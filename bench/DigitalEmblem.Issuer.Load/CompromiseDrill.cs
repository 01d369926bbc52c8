using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Worker;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Load;

/// <summary>
/// Declares an emblem key compromised while the emblems of all assets are in the DNS, and measures the time until none there depends on
/// the key. It uses BIND 9 on loopback and updates with TSIG, and reads each name back.
/// </summary>
internal static class CompromiseDrill
{
    public static async Task<string> RunAsync(int count)
    {
        var bind = new UpdatableServer();
        await bind.InitializeAsync();
        try
        {
            await using IssuerScene scene = await IssuingRun.SceneAsync(null, count);
            await scene.Store.ChangeAsync(
                "administrator",
                change =>
                {
                    change.Database.Add(PublicationTarget.Create(
                        TargetKind.DnsUpdate, DomainName.Parse(UpdatableServer.Zone), bind.EndPoint.ToString(), "key", 60, change.Now));
                    return Task.CompletedTask;
                },
                default);
            await using var issuer = new OpenIssuer(scene.Folder, null, bind.KeyFile, TimeProvider.System, new IssuingOptions());
            long start = Stopwatch.GetTimestamp();
            await issuer.RunAsync();
            double first = Stopwatch.GetElapsedTime(start).TotalSeconds;

            start = Stopwatch.GetTimestamp();
            await issuer.DeclareCompromise.RunAsync(
                "officer",
                await scene.ReadAsync(
                    d => d.Keys.Where(k => k.Use == KeyUse.Emblem && k.State == KeyState.Active).Select(k => k.Id).SingleAsync()),
                null,
                "measured",
                default);
            await issuer.RunAsync();
            double drill = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (await scene.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Seen)) != count)
            {
                throw new InvalidOperationException("Not all of it was seen in the DNS.");
            }

            List<string> steps = await scene.ReadAsync(
                d => d.Journal.Where(j => j.Action == "compromise.step").OrderBy(j => j.Sequence).Select(j => j.Details).ToListAsync());
            return string.Create(
                CultureInfo.InvariantCulture,
                $"- Compromise drill, {count} assets, SQLite, one process, BIND 9 with TSIG: {drill:F1} s from the declaration until all "
                    + $"new sets were read back from the name server "
                    + $"({string.Join(", ", steps.Select(s => JsonNode.Parse(s)!).Select(After))}); "
                    + $"first issue and publication of all of them: {first:F1} s");
        }
        finally
        {
            await bind.DisposeAsync();
        }
    }

    private static string After(JsonNode step) => $"{step["step"]} after {step["secondsSinceStart"]} s";
}
