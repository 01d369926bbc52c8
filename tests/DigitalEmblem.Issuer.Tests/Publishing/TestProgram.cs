using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Publishing.Writing;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>A program of an organization, in a folder of its own.</summary>
internal sealed class TestProgram : IDisposable
{
    public const string Name = "to-zone";

    private const ushort Ihle = 65297;

    public TestProgram(string script)
    {
        Write(script);
        Options.Path = Path;
        Options.Timeout = TimeSpan.FromSeconds(30);
    }

    /// <summary>A folder that only the tests' user can write, also within the folder for temporary files.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("emblem-program-").FullName;

    public string Path => In("program");

    public ProgramOptions Options { get; } = new();

    /// <summary>
    /// A program that does what it is told, by nsupdate. It notes each run in the file "runs", and the environment, the folder and the
    /// arguments that it got in files of their names.
    /// </summary>
    public static TestProgram Of(UpdatableServer bind) => new($"""
        #!/usr/bin/python3
        import json, os, subprocess, sys
        told = json.load(sys.stdin)
        assert told["format"] == 1
        with open(os.path.join(os.path.dirname(__file__), "runs"), "a") as runs:
            print(len(told["names"]), file=runs)
        lines = ["server 127.0.0.1 {bind.Port}", "zone " + told["zone"]]
        for name in told["names"]:
            for r in name["records"]:
                at = name["name"] + ". "
                lines += ["prereq yxrrset " + at + r["typeName"] + " " + b["data"] for b in r["before"]]
                if not r["before"]:
                    lines.append("prereq nxrrset " + at + r["typeName"])
        for name in told["names"]:
            for r in name["records"]:
                at = name["name"] + ". "
                lines.append("update delete " + at + r["typeName"])
                lines += ["update add " + at + str(r["ttl"]) + " " + r["typeName"] + " " + a["data"] for a in r["after"]]
        told = "\n".join(lines + ["send", ""])
        done = subprocess.run(["nsupdate", "-v", "-k", "{bind.KeyFile}"], input=told, text=True, capture_output=True)
        sys.stderr.write(done.stderr)
        sys.exit(0 if done.returncode == 0 else 65 if "RRSET" in done.stderr else 1)
        """);

    /// <summary>A path in its folder.</summary>
    public string In(string file) => System.IO.Path.Combine(Folder, file);

    /// <summary>
    /// Puts a script in its place. Another program writes it: a child that this process starts in that moment would keep it open for
    /// writing, and what is open for writing cannot be executed.
    /// </summary>
    public void Write(string script) => ServerProcess.Run("install", Folder, script, "-m", "0700", "/dev/stdin", Path);

    /// <summary>The way into the zone by this program.</summary>
    public ProgramWriter Writer() => new(DomainName.Parse(UpdatableServer.Zone), Name, Options, TimeProvider.System);

    /// <summary>Runs it once, with a change of some names.</summary>
    public Task<WriteResult> RunAsync(int names = 1, int bytes = 3) =>
        Writer().WriteAsync([.. Enumerable.Range(0, names).Select(i => Change($"host{i}.society.example", bytes))], default);

    /// <summary>A change that puts a record at a name.</summary>
    public static NameChange Change(string name, int bytes = 3) => new(
        DomainName.Parse(name), [new RecordChange(Ihle, [], [new byte[bytes]], 60)], [DomainName.Parse(name)]);

    /// <summary>A society that publishes by this program.</summary>
    public async Task<PublishingScene> StartAsync(UpdatableServer bind)
    {
        PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, bind.KeyFile);
        scene.Options.Programs[Name] = Options;
        await scene.SetTarget.AddAsync(
            "administrator",
            TargetKind.Program,
            DomainName.Parse(UpdatableServer.Zone),
            bind.EndPoint.ToString(),
            Name,
            60,
            default);
        return scene;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
