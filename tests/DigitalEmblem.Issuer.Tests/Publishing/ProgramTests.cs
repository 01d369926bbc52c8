using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Publishing.Writing;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Zones that a program of the organization writes. When these fail, an organization whose provider takes no updates has emblems that are
/// not in the world, or its program gets the secrets of the issuer.
/// </summary>
[Trait("Category", "Servers")]
public sealed class ProgramTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    private const ushort Txt = 16, Ihle = 65297;

    private static readonly ReadOnlyMemory<byte> First = Text("adem-token=eyJhIjoxfQ.e30.AA"),
        Second = Text("adem-token=eyJhIjoyfQ.e30.AA"),
        Cwt = (byte[])[0xd2, 0x84];

    [Fact]
    public async Task MarkedName_IsPublishedRenewedAndWithdrawn()
    {
        const string Name = "told.society.example";
        using var program = TestProgram.Of(bind);
        await using PublishingScene scene = await program.StartAsync(bind);

        Asset[] assets = await scene.PublishAsync(Name);

        Publication publication = await scene.PublicationAsync(Name);
        Assert.True(publication.State == PublicationState.Seen, publication.Fault?.ToString());
        Assert.Equal(VerdictOutcome.Marked, (await scene.CheckAsync(bind.EndPoint, Name)).Outcome);

        await scene.RenewAsync(Name);
        await scene.PublishDueAsync();
        Assert.Equal(await scene.OursAsync(Name), await PublishingScene.HeldAsync(bind.EndPoint, Name));

        await scene.WithdrawAsync(assets[0]);
        await scene.PublishDueAsync();
        publication = await scene.PublicationAsync(Name);
        Assert.Equal((PublicationState.Seen, false), (publication.State, publication.Wanted));
        Assert.Empty(await PublishingScene.HeldAsync(bind.EndPoint, Name));
        Assert.Equal(["1", "1", "1"], await File.ReadAllLinesAsync(program.In("runs")));
    }

    [Fact]
    public async Task TextOfOthers_IsKept_ByteForByte()
    {
        const string Name = "beside.society.example";
        using var program = TestProgram.Of(bind);
        await using ZoneServer zone = await OpenAsync(program);
        string other = $"update add {Name} 7200 TXT";
        bind.Nsupdate(
            $"zone society.example\n{other} \"v=spf1 \\\"q\\\" \\200;-all\"\n{other} \"a\" \"b\"\nsend\n", "-k", bind.KeyFile);
        string[] others = Content(Name);

        ZoneOutcome outcome = await zone.BringAboutAsync(Wanted(Name, [Cwt], [First]), default);
        Assert.True(outcome.Seen, outcome.Fault?.ToString());
        Assert.Equal(4, Content(Name).Length);
        Assert.Empty(others.Except(Content(Name)));

        Assert.True((await zone.BringAboutAsync(Wanted(Name, [], [Second], Cwt, First), default)).Seen);
        Assert.True((await zone.BringAboutAsync(Wanted(Name, [], [], Second), default)).Seen);
        Assert.Equal(others, Content(Name));
    }

    /// <summary>What a program is told is only true of the moment when it was read.</summary>
    [Fact]
    public async Task RecordsThatOthersChangedMeanwhile_AreLookedAtAgain()
    {
        const string Name = "meanwhile.society.example";
        using var program = TestProgram.Of(bind);
        await using ProgramWriter writer = program.Writer();
        bind.Nsupdate($"zone society.example\nupdate add {Name} 60 TYPE65297 \\# 1 00\nsend\n", "-k", bind.KeyFile);

        WriteResult result = await writer.WriteAsync([TestProgram.Change(Name)], default);

        Assert.Equal(WriteOutcome.Changed, result.Outcome);
        Assert.Contains("YXRRSET", result.Detail.ToString(), StringComparison.Ordinal);
        Assert.Equal([$"{Name}. 60 IN TYPE65297 \\# 1 00"], Content(Name));
    }

    /// <summary>The one that stands in the specification, for those who write their own.</summary>
    [Fact]
    public async Task ProgramOfTheSpecification_DoesWhatItIsTold()
    {
        const string Name = "shown.society.example";
        string spec = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "spec", "publication-program.md"));
        using var program = new TestProgram(spec.Split("```sh\n")[1].Split("```")[0]);
        program.Options.Arguments = [$"127.0.0.1 {bind.Port}", bind.KeyFile];
        await using ZoneServer zone = await OpenAsync(program);
        bind.Nsupdate($"zone society.example\nupdate add {Name} 7200 TXT \"v=spf1 \\\"$(id)\\\"\"\nsend\n", "-k", bind.KeyFile);
        string[] others = Content(Name);

        ZoneOutcome outcome = await zone.BringAboutAsync(Wanted(Name, [Cwt], [First]), default);
        Assert.True(outcome.Seen, outcome.Fault?.ToString());
        Assert.Equal(WriteOutcome.Changed, (await program.Writer().WriteAsync([TestProgram.Change(Name)], default)).Outcome);
        Assert.True((await zone.BringAboutAsync(Wanted(Name, [], [], Cwt, First), default)).Seen);

        Assert.Equal(others, Content(Name));
    }

    [Fact]
    public async Task ManyNames_TakeFewRuns()
    {
        using var program = TestProgram.Of(bind);
        await using PublishingScene scene = await program.StartAsync(bind);
        scene.Options.Concurrency = 64;
        await scene.Issuer.ManyMarkedAsync([.. Enumerable.Range(0, 200).Select(i => $"many{i}.society.example")]);
        await scene.IssueAsync();

        await scene.PublishDueAsync();

        Assert.Equal(200, await scene.Issuer.ReadAsync(d => d.Publications.CountAsync(p => p.State == PublicationState.Seen)));
        int[] runs = [.. (await File.ReadAllLinesAsync(program.In("runs"))).Select(int.Parse)];
        Assert.Equal(200, runs.Sum());
        Assert.InRange(runs.Length, 1, 100);
    }

    [Fact]
    public async Task Program_GetsNoVariableOfTheService_AndItsArgumentsAsTheyAre()
    {
        const string Secret = "EMBLEM_TEST_PASSPHRASE";
        string[] arguments = ["two words", "$(id)", "*", "'\";|&<>\\", "", "ä"];
        using var program = new TestProgram("""
            #!/bin/sh
            here=$1
            shift
            env > "$here/env"
            pwd > "$here/pwd"
            printf '%s\n' "$@" > "$here/arguments"
            cat > "$here/told"
            """);
        program.Options.Arguments = [program.Folder, .. arguments];
        Environment.SetEnvironmentVariable(Secret, "correct horse battery staple");
        try
        {
            Assert.Equal(WriteOutcome.Done, (await program.RunAsync()).Outcome);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Secret, null);
        }

        string[] names = [.. (await File.ReadAllLinesAsync(program.In("env"))).Select(l => l.Split('=')[0])];
        Assert.Contains("PATH", names);
        Assert.Contains("LANG=C.UTF-8", await File.ReadAllLinesAsync(program.In("env")));
        // The shell sets its own.
        Assert.Empty(names.Except(["PATH", "LANG", "HOME", "TZ", "PWD", "OLDPWD", "SHLVL", "_"]));
        Assert.Equal("/", (await File.ReadAllTextAsync(program.In("pwd"))).Trim());
        Assert.Equal(arguments, await File.ReadAllLinesAsync(program.In("arguments")));
        Assert.StartsWith(
            "{\"format\":1,\"zone\":\"society.example\",", await File.ReadAllTextAsync(program.In("told")), StringComparison.Ordinal);
    }

    private static ReadOnlyMemory<byte> Text(string text) => (byte[])[(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    private static WantedName Wanted(
        string name, ReadOnlyMemory<byte>[] ihle, ReadOnlyMemory<byte>[] txt, params ReadOnlyMemory<byte>[] own) =>
        new(DomainName.Parse(name), [new WantedRecords(Ihle, ihle), new WantedRecords(Txt, txt)], OwnRecords.Known(own));

    private async Task<ZoneServer> OpenAsync(TestProgram program)
    {
        await using PublishingScene scene = await program.StartAsync(bind);
        return new ZoneServer(await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync()), scene.Options, TimeProvider.System);
    }

    private string[] Content(string name) => bind.Content(UpdatableServer.Zone, DomainName.Parse(name));
}
