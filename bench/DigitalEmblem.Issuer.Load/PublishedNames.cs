using System.Diagnostics;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Worker;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Load;

/// <summary>
/// How long it takes to put the emblems of many names into BIND 9 by updates with TSIG, and to read each back, with how many messages over
/// how many connections. The emblems were issued before.
/// </summary>
internal static class PublishedNames
{
    public static async Task<string> RunAsync(int count)
    {
        var bind = new UpdatableServer();
        await bind.InitializeAsync();
        try
        {
            await using IssuerScene scene = await IssuingRun.SceneAsync(null, count);
            using var relay = new CountingRelay(bind.EndPoint);
            await scene.Store.ChangeAsync(
                "administrator",
                change =>
                {
                    change.Database.Add(PublicationTarget.Create(
                        TargetKind.DnsUpdate, DomainName.Parse(UpdatableServer.Zone), relay.EndPoint.ToString(), "key", 60, change.Now));
                    return Task.CompletedTask;
                },
                default);
            while (await scene.IssueEmblems.RunAsync(default) > 0)
            {
            }

            await using var issuer = new OpenIssuer(scene.Folder, null, bind.KeyFile, TimeProvider.System, new IssuingOptions());
            long start = Stopwatch.GetTimestamp();
            await issuer.RunAsync();
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            int seen = await scene.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Seen));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"- {seen} of {count} names published to BIND 9 and read back: {took.TotalSeconds:F1} s, {count / took.TotalSeconds:F0} a "
                    + $"second; {relay.Updates} updates and {relay.Questions} questions over {relay.Connections} connections");
        }
        finally
        {
            await bind.DisposeAsync();
        }
    }
}
