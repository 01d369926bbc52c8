using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Finds out whether an organization is committed to a key: first with the chain at hand, then by asking logs.</summary>
internal sealed class ProveCommitment(TransparencyOptions options, TimeProvider clock) : IDisposable
{
    private readonly TransparencyFiles _files = new(options);
    private readonly LogHttp? _http = options.Online ? new LogHttp(new LogHttpOptions { Roots = OutgoingHttp.Roots(options.Roots) }) : null;

    /// <summary>The logs that are known, by which the form of a log entry is chosen; null without a list.</summary>
    public LogList? Logs => _files.Trust.Logs;

    /// <summary>Looks for proof of one claim.</summary>
    /// <param name="claim">What is claimed.</param>
    /// <param name="chain">The binding certificate chain, if it is at hand.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    /// <returns>The result, and how it was found, for a person.</returns>
    public async Task<(CommitmentKnowledge Knowledge, string Note)> RunAsync(
        CommitmentClaim claim, BindingChain? chain, CancellationToken cancellationToken)
    {
        TransparencyTrust trust = _files.Trust;
        var gatherer = new CommitmentGatherer
        {
            Trust = trust,
            Held = chain is null ? CommitmentMaterial.None : CommitmentMaterial.Of([chain]),
            Logs = _http is null || trust.Logs is null ? null : new LogClient(_http.Client, trust.Logs, clock: clock),
        };
        GatheredEvidence evidence = await gatherer.GatherAsync(
            CommitmentQuestions.About([claim], CommitmentRules.Default), clock.GetUtcNow(), cancellationToken);
        CommitmentEvidence found = evidence.Answers[claim];
        CommitmentKnowledge knowledge = found.Outcome switch
        {
            CommitmentOutcome.Proven => CommitmentKnowledge.Proven,
            CommitmentOutcome.Refuted => CommitmentKnowledge.Refuted,
            _ => CommitmentKnowledge.Unknown,
        };
        return (knowledge, $"{found.Outcome}: {string.Join(" ", found.Reasons.Concat(found.Findings.Select(f => f.Message)))}");
    }

    /// <inheritdoc/>
    public void Dispose() => _http?.Dispose();
}
