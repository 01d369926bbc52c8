using DigitalEmblem.Verifier;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>A log on loopback with an organization's certificate in it, which may be told to lie.</summary>
public sealed class LogScene : IAsyncDisposable
{
    public const string Domain = "society.example";

    private Func<string, LogResponse?, LogResponse?> _lie = (_, honest) => honest;

    private LogScene(LogKind kind, Action<TestLog>? before)
    {
        Log = new TestLog(kind, Now.AddDays(-10));
        Serving = Log;
        before?.Invoke(Log);
        Authority = new TestAuthority(Now);
        Key = VerificationKeyOf();
        Organization = OrganizationIdentifier.Parse($"https://{Domain}");
    }

    public static DateTimeOffset Now { get; } = new(2026, 6, 17, 0, 0, 0, TimeSpan.Zero);

    public TestAuthority Authority { get; }

    public TestLog Log { get; }

    /// <summary>The log whose answers are served: the honest one, or a fork of it.</summary>
    public TestLog Serving { get; set; }

    public LogHost Host { get; private set; } = null!;

    public VerificationKey Key { get; }

    public OrganizationIdentifier Organization { get; }

    /// <summary>The organization's certificate.</summary>
    public BindingChain Chain { get; private set; } = null!;

    public CommitmentEntry Entry { get; private set; } = null!;

    /// <summary>A further certificate, if the test had one issued.</summary>
    public BindingChain? Further { get; set; }

    public LogCache Cache { get; set; } = LogCache.InMemory();

    public byte[] LogListBytes => TestLog.ListOf((Log, Host.Url));

    public TransparencyTrust Trust => new() { Logs = LogList.Read(LogListBytes), Roots = Authority.Roots };

    /// <summary>A log of a few other entries, then the organization's certificate, then some more.</summary>
    public static async Task<LogScene> StartAsync(
        LogKind kind,
        Action<TestLog>? before = null,
        int after = 7,
        bool presigned = false,
        Func<LogScene, IReadOnlyList<string>>? names = null)
    {
        var scene = new LogScene(kind, before ?? (log => log.Fill(5)));
        string[] right = [.. BindingNames.Wanted(scene.Organization, scene.Key.CoseIdentifier)];
        scene.Chain = scene.Authority.Issue(names?.Invoke(scene) ?? right, [scene.Log], presigned);
        scene.Entry = scene.Chain.LogEntries()[0];
        scene.Log.Fill(after);
        scene.Log.Publish();
        scene.Host = await LogHost.StartAsync(path => scene._lie(path, scene.Serving.Answer(path)));
        return scene;
    }

    /// <summary>From now on answers pass through here first.</summary>
    public void Lie(Func<string, LogResponse?, LogResponse?> lie) => _lie = lie;

    /// <summary>Asks the log, with nothing held.</summary>
    public async Task<EntryEvidence> AskAsync(CommitmentEntry? entry = null, LogHttpOptions? options = null, CommitmentRules? rules = null)
    {
        using var http = new LogHttp(options ?? new LogHttpOptions
        {
            AttemptTimeout = TimeSpan.FromSeconds(5),
            TotalTimeout = TimeSpan.FromSeconds(20),
            Retries = 1,
            RetryDelay = TimeSpan.FromMilliseconds(10)
        });
        TransparencyTrust trust = Trust;
        var gatherer = new CommitmentGatherer { Trust = trust, Logs = new LogClient(http.Client, trust.Logs!, Cache) };
        var claim = new CommitmentClaim(Organization, Key, [entry ?? Entry]);
        GatheredEvidence evidence = await gatherer.GatherAsync(CommitmentQuestions.About([claim], rules ?? CommitmentRules.Default), Now);
        return evidence.Answers[claim].Entries[0];
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Authority.Dispose();
        Log.Dispose();
    }

    private static VerificationKey VerificationKeyOf()
    {
        using SoftwareSigningKey key = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        return key.PublicKey;
    }
}
