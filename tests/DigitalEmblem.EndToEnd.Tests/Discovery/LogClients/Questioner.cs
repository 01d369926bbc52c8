using DigitalEmblem.Verifier;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>A validator that outlives a lie: one client, one cache, and time that passes between its questions.</summary>
internal sealed class Questioner : IDisposable
{
    /// <summary>Time enough for a slow machine; what fails is tried once more at once.</summary>
    public static readonly LogHttpOptions Patient = new()
    {
        AttemptTimeout = TimeSpan.FromSeconds(10),
        TotalTimeout = TimeSpan.FromSeconds(30),
        Retries = 1,
        RetryDelay = TimeSpan.FromMilliseconds(1),
    };

    /// <summary>For logs that keep one waiting: what comes of it is the same, however slow the machine.</summary>
    public static readonly LogHttpOptions Hasty = Patient with
    {
        AttemptTimeout = TimeSpan.FromSeconds(0.2),
        TotalTimeout = TimeSpan.FromSeconds(0.3)
    };

    private readonly LogScene _scene;
    private readonly LogHttp _http;
    private readonly TransparencyTrust _trust;

    public Questioner(LogScene scene, LogHttpOptions? options = null, LogCache? cache = null, string? url = null)
    {
        _scene = scene;
        _http = new LogHttp(options ?? Patient);
        _trust = scene.Trust with { Logs = LogList.Read(TestLog.ListOf((scene.Log, url ?? scene.Host.Url))) };
        Client = new LogClient(_http.Client, _trust.Logs!, cache, Clock);
    }

    public MovableClock Clock { get; } = new();

    public LogClient Client { get; }

    /// <summary>Asks long enough after the last question that the log's head is read anew.</summary>
    public async Task<EntryEvidence> AskAsync(CommitmentEntry? entry = null)
    {
        Clock.Advance(TimeSpan.FromMinutes(2));
        // A gatherer remembers what it proved; here the log is what is asked, each time.
        var gatherer = new CommitmentGatherer { Trust = _trust, Logs = Client };
        var claim = new CommitmentClaim(_scene.Organization, _scene.Key, [entry ?? _scene.Entry]);
        GatheredEvidence evidence = await gatherer.GatherAsync(CommitmentQuestions.About([claim], CommitmentRules.Default), LogScene.Now);
        return evidence.Answers[claim].Entries[0];
    }

    public void Dispose() => _http.Dispose();
}
