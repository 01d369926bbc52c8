using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Worker;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Faults;

/// <summary>
/// An organization whose emblems stand in a real name server, as a folder that can be copied: each fault meets it as it was. Its clock is
/// the true one, since name servers check it.
/// </summary>
internal sealed class FaultScene : IAsyncDisposable
{
    private static readonly string[] Names = ["a.faults.society.example", "b.faults.society.example", "c.faults.society.example"];

    private readonly UpdatableServer _bind;
    private readonly TestTrust _trust;
    private readonly IssuerScene _scene;
    private readonly Dictionary<string, IReadOnlyList<ReadOnlyMemory<byte>>> _published = [];

    private FaultScene(UpdatableServer bind, TestTrust trust, IssuerScene scene) => (_bind, _trust, _scene) = (bind, trust, scene);

    /// <summary>Three assets that are published; to issue, their renewals are due, and a fourth has no emblem yet.</summary>
    public static async Task<FaultScene> StartAsync(UpdatableServer bind, string action)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var trust = new TestTrust(now);
        IssuerScene issuer = await IssuerScene.ReadyAsync(trust: trust, clock: new SettableClock(now.AddHours(-1)));
        var scene = new FaultScene(bind, trust, issuer);
        await issuer.Store.ChangeAsync("administrator", change =>
        {
            change.Database.Add(PublicationTarget.Create(
                TargetKind.DnsUpdate, DomainName.Parse(UpdatableServer.Zone), bind.EndPoint.ToString(), "key", 60, change.Now));
            return Task.CompletedTask;
        }, default);
        await issuer.ManyMarkedAsync(Names);
        await issuer.IssueEmblems.RunAsync(default);
        issuer.Clock.Now = now;
        // Another scene's records at these names would be another party's.
        foreach (string name in Names)
        {
            DnsUpdate update = new DnsUpdate(DomainName.Parse(UpdatableServer.Zone))
                .Delete(DomainName.Parse(name), (ushort)DnsEmblemSource.DefaultIhleType);
            Assert.Equal(DnsUpdateOutcome.Done, (await bind.Client().SendAsync(update)).Outcome);
        }

        await using (OpenIssuer first = OpenIssuer.ThatEnds(issuer.Folder, bind.KeyFile, issuer.Clock, null))
        {
            await first.PublishSets.RunAsync(default);
        }

        foreach (string name in Names)
        {
            scene._published[name] = await ReadDnsAsync(bind, name);
        }

        if (action == Actions.Issue)
        {
            await issuer.Store.ChangeAsync(
                "service", async c => (await c.Database.Assets.ToListAsync()).ForEach(a => a.Refresh(c.Now)), default);
            await issuer.ManyMarkedAsync(["d.faults.society.example"]);
        }

        SqliteConnection.ClearAllPools();
        return scene;
    }

    /// <summary>Ends an instance at each step of an action, one after another, on a copy each, and has another finish.</summary>
    /// <param name="action">The action.</param>
    /// <param name="run">Runs an instance that ends at a step; how many steps it did, or null if it ended before the end of the
    /// action.</param>
    /// <returns>How many steps the action has.</returns>
    public async Task<int> RequireOrderAfterEachStepAsync(string action, Func<FaultCopy, int, Task<int?>> run)
    {
        for (int step = 1; ; step++)
        {
            await using FaultCopy copy = await CopyAsync();
            int? steps = await run(copy, step);
            copy.Clock.Now = TimeProvider.System.GetUtcNow();
            if (steps is not null)
            {
                await copy.Issuer.Store.ReadAsync(d => RanThroughAsync(d, action));
            }

            await copy.RequireNothingUnknownInTheDnsAsync($"{action}, ended at step {step}");
            await copy.RequireOrderOnceFollowedAsync($"{action}, ended at step {step}, and followed");
            if (steps is { } all)
            {
                Assert.Equal(all, step - 1);
                return all;
            }
        }
    }

    /// <summary>A copy of the organization, and the name server as it was.</summary>
    public async Task<FaultCopy> CopyAsync()
    {
        string folder = Directory.CreateTempSubdirectory("emblem-fault-").FullName;
        foreach (string file in Directory.GetFiles(_scene.Folder, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(folder, Path.GetRelativePath(_scene.Folder, file));
            if (Path.GetDirectoryName(to) is { } directory && !Directory.Exists(directory))
            {
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            File.Copy(file, to);
        }

        DnsUpdateClient client = _bind.Client();
        foreach (string name in Names.Append("d.faults.society.example"))
        {
            var update = new DnsUpdate(DomainName.Parse(UpdatableServer.Zone));
            update = _published.TryGetValue(name, out IReadOnlyList<ReadOnlyMemory<byte>>? records)
                ? update.Replace(DomainName.Parse(name), (ushort)DnsEmblemSource.DefaultIhleType, 60, records)
                : update.Delete(DomainName.Parse(name), (ushort)DnsEmblemSource.DefaultIhleType);
            Assert.Equal(DnsUpdateOutcome.Done, (await client.SendAsync(update)).Outcome);
        }

        return new FaultCopy(_bind, folder, Names.Length);
    }

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        _trust.Dispose();
    }

    internal static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadDnsAsync(UpdatableServer bind, string name)
    {
        await using var exchange = new DnsExchange(
            new DnsExchangeOptions { Servers = [DnsServer.At(bind.EndPoint, tcpOnly: true)], Authoritative = true });
        LookupAnswer answer = await exchange.LookUpAsync(DomainName.Parse(name), DnsEmblemSource.DefaultIhleType);
        return answer.IsAnswer ? answer.Data : throw new InvalidOperationException(string.Join(" ", answer.Attempts));
    }

    private static async Task<bool> RanThroughAsync(IssuerContext database, string action)
    {
        Assert.False(await database.Publications.AnyAsync(p => p.State == PublicationState.Due));
        Assert.Equal(action == Actions.Withdraw ? 2 : 0, await database.Assets.CountAsync(a => a.State == AssetState.Withdrawn));
        Assert.Equal(
            action == Actions.Compromise ? 1 : 0, await database.Compromises.CountAsync(c => c.Step == CompromiseStep.Republished));
        return true;
    }
}
