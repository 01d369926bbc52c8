using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Publishing.Writing;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// The example for octoDNS (docs/examples/octodns), with a stand-in for octodns-sync that brings a zone's file to BIND. When these fail, a
/// program that people copied from us loses their records, or leaves a file that octoDNS does not read.
/// </summary>
[Trait("Category", "Servers")]
public sealed class OctoDnsExampleTests : IClassFixture<UpdatableServer>, IDisposable
{
    private const string ZoneFile = """
        ---
        # The zone of the society.
        ? ''
        : ttl: 600
          type: MX
          value:
            exchange: mail.society.example.
            preference: 10
        host2:
          type: A
          value: 192.0.2.2
        host10:
        - type: A
          value: 192.0.2.10
        - ttl: 7200
          type: TXT
          values:
          - v=spf1 -all
          - k=rsa\; p="q"

        """;

    // Reads the file as octoDNS does, keys in order, and makes the zone's TXT records those of the file.
    private const string StandIn = """
        #!/usr/bin/python3
        import os, re, subprocess, sys, yaml
        here = os.path.dirname(__file__)
        if os.path.exists(here + "/away"):
            print("Traceback (most recent call last):\nManagerException: provider is away")
            sys.exit(1)
        assert sys.argv[1:3] == ["--config-file", here + "/production.yaml"] and sys.argv[3] == "--doit", sys.argv
        zone = sys.argv[4]
        natural = lambda k: [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", k)]
        class Loader(yaml.SafeLoader): pass
        def ordered(loader, node):
            keys = [k.value for k, _ in node.value]
            assert keys == sorted(keys, key=natural), keys
            return yaml.SafeLoader.construct_mapping(loader, node, deep=True)
        Loader.add_constructor("tag:yaml.org,2002:map", ordered)
        content = yaml.load(open(here + "/" + zone + "yaml"), Loader)
        dig = ["dig", "@127.0.0.1", "-p", "PORT", "AXFR", zone, "+noall", "+answer"]
        there = subprocess.run(dig, text=True, capture_output=True).stdout
        lines = ["server 127.0.0.1 PORT", "zone " + zone]
        lines += ["update delete " + l.split()[0] + " TXT" for l in there.splitlines() if l.split()[3] == "TXT"]
        for name, data in content.items():
            for r in data if isinstance(data, list) else [data]:
                if r["type"] == "TXT":
                    for v in r["values"] if "values" in r else [r["value"]]:
                        v = v.replace('"', '\\"')
                        chunks = " ".join('"' + v[i:i + 250] + '"' for i in range(0, len(v), 250))
                        lines.append(f"update add {name + '.' if name else ''}{zone} {r.get('ttl', 3600)} TXT {chunks}")
        told = "\n".join(lines + ["send", ""])
        done = subprocess.run(["nsupdate", "-v", "-k", os.environ["OCTODNS_KEY"]], input=told, text=True)
        sys.exit(done.returncode)
        """;

    private readonly UpdatableServer _bind;
    private readonly TestProgram _program;

    public OctoDnsExampleTests(UpdatableServer bind)
    {
        _bind = bind;
        _program = new TestProgram(
            File.ReadAllText(Path.Combine(Repository.Root, "docs", "examples", "octodns", "emblem-to-octodns.py")));
        string sync = _program.In("octodns-sync");
        ServerProcess.Run(
            "install",
            _program.Folder,
            StandIn.Replace("PORT", $"{bind.Port}", StringComparison.Ordinal),
            "-m",
            "0700",
            "/dev/stdin",
            sync);
        File.WriteAllText(_program.In("environment"), $"# What octoDNS's settings name.\nOCTODNS_KEY={bind.KeyFile}\n");
        File.WriteAllText(Zone, ZoneFile);
        _program.Options.Arguments = new List<string>
        {
            "--config", _program.In("production.yaml"), "--zones", _program.Folder, "--sync", sync, "--environment",
            _program.In("environment"),
        };
        string[] command = [sync, "--config-file", _program.In("production.yaml"), "--doit", "society.example."];
        ServerProcess.Run("env", _program.Folder, "", [$"OCTODNS_KEY={bind.KeyFile}", .. command]);
    }

    private string Zone => _program.In("society.example.yaml");

    [Fact]
    public async Task MarkedName_IsPublishedBesideOthers_AndWithdrawn()
    {
        const string Name = "host10.society.example";
        await using PublishingScene scene = await _program.StartAsync(_bind);
        PublicationTarget target = await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync());
        await scene.Issuer.SetProfiles.OfTargetAsync("administrator", target.Id, null, MarkProfiles.Jws, default);
        string[] before = Content(Name);
        Assert.Equal(2, before.Length);

        Asset[] assets = await scene.PublishAsync(Name, "new.society.example");

        foreach (string name in (string[])[Name, "new.society.example"])
        {
            Publication publication = await scene.PublicationAsync(name);
            Assert.True(publication.State == PublicationState.Seen, publication.Fault?.ToString());
            Assert.Equal(VerdictOutcome.Marked, (await scene.CheckAsync(_bind.EndPoint, name)).Outcome);
        }

        Assert.Empty(before.Except(Content(Name)));
        Assert.Contains("  value: 192.0.2.10\n", await File.ReadAllTextAsync(Zone), StringComparison.Ordinal);

        foreach (Asset asset in assets)
        {
            await scene.WithdrawAsync(asset);
        }

        await scene.PublishDueAsync();
        Assert.Equal(before, Content(Name));
        Assert.Empty(Content("new.society.example"));
        // All is as it was, but for the comment.
        Assert.Equal(ZoneFile.Split('\n').Where(l => !l.StartsWith('#')), (await File.ReadAllTextAsync(Zone)).Split('\n'));
    }

    [Fact]
    public async Task OtherTypes_AreRefusedWithTheNextStep()
    {
        WriteResult result = await _program.RunAsync();

        Assert.Equal(WriteOutcome.Refused, result.Outcome);
        Assert.EndsWith("set the profiles of the issuer's target to Jws.", result.Detail.ToString(), StringComparison.Ordinal);
        Assert.Equal(ZoneFile, await File.ReadAllTextAsync(Zone));
    }

    /// <summary>The next sync would bring a person's edit into the world before that person does.</summary>
    [Fact]
    public async Task FileThatIsEditedAndNotSynced_IsLeftAsItIs()
    {
        string edited = ZoneFile + "edited:\n  type: TXT\n  value: adem-token=by-a-person\n";
        await File.WriteAllTextAsync(Zone, edited);

        WriteResult result = await RunAsync("edited.society.example");

        Assert.Equal(WriteOutcome.Changed, result.Outcome);
        Assert.EndsWith("Was it edited and not synced?", result.Detail.ToString(), StringComparison.Ordinal);
        Assert.Equal(edited, await File.ReadAllTextAsync(Zone));
    }

    [Fact]
    public async Task SyncThatFails_LeavesTheFileAsItWas_AndIsMadeUpForFirst()
    {
        await File.WriteAllTextAsync(_program.In("away"), "");

        WriteResult first = await RunAsync("away.society.example"), second = await RunAsync("away.society.example");

        Assert.Equal((WriteOutcome.Unknown, WriteOutcome.Unknown), (first.Outcome, second.Outcome));
        Assert.EndsWith("ended with 1: ManagerException: provider is away", first.Detail.ToString(), StringComparison.Ordinal);
        Assert.Equal(ZoneFile, await File.ReadAllTextAsync(Zone));
        Assert.Empty(Content("away.society.example"));

        File.Delete(_program.In("away"));
        Assert.Equal(WriteOutcome.Done, (await RunAsync("away.society.example")).Outcome);
        Assert.Equal(["away.society.example. 60 IN TXT \"adem-token=eyJhIjoxfQ.e30.AA\""], Content("away.society.example"));
    }

    [Fact]
    public async Task TwoAtOnce_AreOneAfterTheOther()
    {
        string script = "exec 9> .emblem-society.example.lock; flock 9; touch held; exec sleep 1000";
        using var other = new ServerProcess("sh", _program.Folder, "-c", script);
        while (!File.Exists(_program.In("held")))
        {
            await Task.Delay(10);
        }

        _program.Options.Arguments.Add("--wait");
        _program.Options.Arguments.Add("0.2");
        Assert.Equal(WriteOutcome.NotReached, (await RunAsync("locked.society.example")).Outcome);
        Assert.Equal(ZoneFile, await File.ReadAllTextAsync(Zone));

        _program.Options.Arguments[^1] = "60";
        Task<WriteResult> waiting = RunAsync("locked.society.example");
        other.Dispose();
        Assert.Equal(WriteOutcome.Done, (await waiting).Outcome);
    }

    public void Dispose() => _program.Dispose();

    private async Task<WriteResult> RunAsync(string name)
    {
        await using ProgramWriter writer = _program.Writer();
        ReadOnlyMemory<byte> text = CharacterStrings.Data("adem-token=eyJhIjoxfQ.e30.AA");
        return await writer.WriteAsync([new NameChange(DomainName.Parse(name), [new RecordChange(16, [], [text], 60)], [])], default);
    }

    private string[] Content(string name) =>
        [.. _bind.Content(UpdatableServer.Zone, DomainName.Parse(name)).Where(l => l.Contains(" TXT ", StringComparison.Ordinal))];
}
