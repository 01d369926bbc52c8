using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Publishing.Writing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Many names in one update to a real server. When these fail, ten thousand names take ten thousand messages, or one name whose records
/// another party changed keeps its neighbours from being marked.
/// </summary>
[Trait("Category", "Servers")]
public sealed class GroupsInBindTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    private const ushort Ihle = DnsEmblemSource.DefaultIhleType;

    private static readonly DomainName Zone = DomainName.Parse(UpdatableServer.Zone);

    /// <summary>One of them shows other records than were read, and only that one is not written.</summary>
    [Fact]
    public async Task ManyNames_TakeFewMessages_AndOneThatChangedHoldsUpNoOther()
    {
        const int Count = 150, Changed = 77;
        using var relay = new RecordingRelay(bind.EndPoint);
        await using var writes = new GroupedWrites(
            new UpdateWriter(Zone, relay.EndPoint, bind.Key, TimeSpan.FromSeconds(10), TimeProvider.System));
        bind.Nsupdate($"zone {Zone}\nupdate add many{Changed}.{Zone} 60 TYPE65297 \\# 2 0102\nsend\n", "-k", bind.KeyFile);

        WriteResult[] results = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => writes.WriteAsync(Change(i), default)));

        Assert.Equal([Changed], Enumerable.Range(0, Count).Where(i => results[i].Outcome != WriteOutcome.Done));
        Assert.Equal(WriteOutcome.Changed, results[Changed].Outcome);
        Assert.Equal(["0102"], await PublishingScene.HeldAsync(bind.EndPoint, $"many{Changed}.{Zone}"));
        Assert.Equal([Rdata(149)], await PublishingScene.HeldAsync(bind.EndPoint, $"many149.{Zone}"));
        // Three or four groups, and the halves of the one that cannot be written.
        Assert.InRange(relay.Updates.Count, 3, 20);
    }

    /// <summary>A message holds 65,535 bytes, and sets of long tokens fill it soon.</summary>
    [Fact]
    public async Task NamesWithLargeSets_AreDividedToFit()
    {
        await using var writes = new GroupedWrites(
            new UpdateWriter(Zone, bind.EndPoint, bind.Key, TimeSpan.FromSeconds(10), TimeProvider.System));
        NameChange Large(int i) => new(
            DomainName.Parse($"large{i}.{Zone}"),
            [new RecordChange(Ihle, [], [.. Enumerable.Range(0, 5).Select(n => Bytes(4000, i, n))], 60)],
            []);

        WriteResult[] results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => writes.WriteAsync(Large(i), default)));

        Assert.All(results, r => Assert.Equal(WriteOutcome.Done, r.Outcome));
        Assert.Equal(5, (await PublishingScene.HeldAsync(bind.EndPoint, $"large11.{Zone}")).Length);
    }

    [Fact]
    public async Task ManyNames_OfAScene_ArePublishedAndWithdrawn()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        scene.Options.Concurrency = 64;
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"group{i}.society.example")];
        await scene.Issuer.ManyMarkedAsync(names);
        await scene.IssueAsync();

        await scene.PublishDueAsync();
        Assert.All(
            await scene.Issuer.ReadAsync(d => d.Publications.ToListAsync()), p => Assert.Equal(PublicationState.Seen, p.State));
        Assert.Equal(await scene.OursAsync(names[^1]), await PublishingScene.HeldAsync(bind.EndPoint, names[^1]));

        List<Guid> ids = await scene.Issuer.ReadAsync(d => d.Assets.Select(a => a.Id).ToListAsync());
        await scene.Issuer.WithdrawAssets.RunAsync(IssuerScene.Officer, ids, default);
        await scene.PublishDueAsync();
        Assert.DoesNotContain(bind.Content(UpdatableServer.Zone), l => l.StartsWith("group", StringComparison.Ordinal));
    }

    private static NameChange Change(int number) => new(
        DomainName.Parse($"many{number}.{Zone}"), [new RecordChange(Ihle, [], [Convert.FromHexString(Rdata(number))], 60)], []);

    private static string Rdata(int number) => $"{number:X8}";

    private static ReadOnlyMemory<byte> Bytes(int length, int name, int number)
    {
        var bytes = new byte[length];
        (bytes[0], bytes[1]) = ((byte)name, (byte)number);
        return bytes;
    }
}
