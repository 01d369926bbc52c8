using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>
/// Logs whose word counts for nothing. If one fails, a log that was refused for leaking its key decides about
/// organizations, or is told for nothing whom we look at.
/// </summary>
public class LogsThatCountTests
{
    [Theory]
    [InlineData(LogKind.Static, "rejected")]
    [InlineData(LogKind.Static, "pending")]
    [InlineData(LogKind.Rfc6962, "rejected")]
    public async Task Ask_LogThatDoesNotCount_IsNotAskedAndDecidesNothing(LogKind kind, string state)
    {
        await using LogScene scene = await LogScene.StartAsync(kind);
        LogList list = ListWith(scene, state);
        using var http = new LogHttp();
        var gatherer = new CommitmentGatherer { Trust = scene.Trust with { Logs = list }, Logs = new LogClient(http.Client, list) };
        var claim = new CommitmentClaim(scene.Organization, scene.Key, [scene.Entry]);
        GatheredEvidence evidence = await gatherer.GatherAsync(CommitmentQuestions.About([claim], CommitmentRules.Default), LogScene.Now);
        Assert.Equal(CommitmentOutcome.Unavailable, evidence.Answers[claim].Outcome);
        Assert.Empty(evidence.Exposure);
        Assert.Empty(scene.Host.Requests);
    }

    /// <summary>
    /// An index points to what the log says stands there, so the log must be one that counts; a leaf hash binds the names by itself.
    /// </summary>
    [Theory]
    [InlineData(LogKind.Static, CommitmentOutcome.Unavailable)]
    [InlineData(LogKind.Rfc6962, CommitmentOutcome.Refuted)]
    public async Task Offline_OtherNamesInALogThatDoesNotCount_RefuteOnlyByLeafHash(LogKind kind, CommitmentOutcome outcome)
    {
        await using LogScene scene = await LogScene.StartAsync(kind, names: _ => ["another.example"]);
        TransparencyTrust trust = scene.Trust with { Logs = ListWith(scene, "rejected") };
        CommitmentEvidence evidence = HeldEvidence.Of(CommitmentMaterial.Of([scene.Chain]), trust)
            .ForCommitment(new CommitmentClaim(scene.Organization, scene.Key, [scene.Entry]), CommitmentRules.Default, LogScene.Now);
        Assert.Equal(outcome, evidence.Outcome);
    }

    /// <summary>
    /// A precertificate with the certificate that signed it and nothing above: the way ends there, and the verifier did not, but threw.
    /// </summary>
    [Fact]
    public async Task Ask_PresignedEntryWithNothingAboveTheSigner_IsUnavailable()
    {
        await using LogScene scene = await LogScene.StartAsync(LogKind.Static, presigned: true);
        var reader = new TlsReader(scene.Log.DataTile([5]));
        TileLeaf own = TileLeaf.Read(ref reader);
        scene.Log.Resubmit(5, [own.Submitted, scene.Log.Answer($"/issuer/{own.Issuers[0]}")!.Body]);
        EntryEvidence evidence = await scene.AskAsync();
        Assert.Equal(CommitmentOutcome.Unavailable, evidence.Outcome);
        Assert.Contains("leads to no root", evidence.Reason, StringComparison.Ordinal);
    }

    private static LogList ListWith(LogScene scene, string state)
    {
        JsonNode list = JsonNode.Parse(scene.LogListBytes)!;
        foreach (JsonNode? log in ((string[])["logs", "tiled_logs"]).SelectMany(member => list["operators"]![0]![member]?.AsArray() ?? []))
        {
            log!["state"] = new JsonObject { [state] = new JsonObject { ["timestamp"] = "2026-01-01T00:00:00Z" } };
        }

        return LogList.Read(Encoding.UTF8.GetBytes(list.ToJsonString()));
    }
}
