using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Finds out whether an organization is committed to a key: first with the chain at hand, then by asking logs.</summary>
internal sealed class ProveCommitment(TransparencyOptions options, TimeProvider clock) : IDisposable
{
    // Logs show what they took after seconds as a rule, and after a day at most.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.25), LongestPause = TimeSpan.FromSeconds(16);

    private readonly TransparencyFiles _files = new(options);
    private readonly LogHttp? _http = options.Online ? new LogHttp(new LogHttpOptions { Roots = OutgoingHttp.Roots(options.Roots) }) : null;

    /// <summary>The logs that are known, by which the form of a log entry is chosen; null without a list.</summary>
    public LogList? Logs => _files.Trust.Logs;

    /// <summary>The logs that are known, and the roots that are trusted.</summary>
    public TransparencyTrust Trust => _files.Trust;

    /// <summary>The instant at which commitments are judged.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>
    /// The entries of logs for a certificate: those that it holds promises of; else those that logs promise, if it may be submitted.
    /// </summary>
    /// <param name="chain">The certificate, with those above it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">There are none.</exception>
    public async Task<(ValueList<CommitmentEntry> Log, bool IsSubmitted)> EntriesAsync(
        BindingChain chain, CancellationToken cancellationToken) => chain.Scts.Count > 0
        ? (chain.LogEntries(Logs), false)
        : options.Submit && _http is not null && Logs is { } logs
            ? (await new SubmitCertificate(_http.Client, clock).RunAsync(logs, chain, cancellationToken), true)
            : throw new RefusedException(
                Refusal.NotVerified,
                $"The certificate holds no promise of a log (SCT). Have it issued by an authority that logs its certificates, or have the "
                    + $"service submit it to logs (Transparency:Submit).");

    /// <summary>Looks for proof of a claim whose entries were promised just now, as long as logs take that are quick.</summary>
    /// <param name="claim">What is claimed.</param>
    /// <param name="chain">The binding certificate chain.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    /// <returns>The result, and how it was found, for a person.</returns>
    public async Task<(CommitmentKnowledge Knowledge, string Note)> AwaitAsync(
        CommitmentClaim claim, BindingChain chain, CancellationToken cancellationToken)
    {
        for (TimeSpan pause = FirstPause; ; pause *= 2)
        {
            (CommitmentKnowledge knowledge, string note) = await RunAsync(claim, chain, cancellationToken);
            if (knowledge != CommitmentKnowledge.Unknown || pause > LongestPause)
            {
                return (knowledge, note);
            }

            await Task.Delay(pause, clock, cancellationToken);
        }
    }

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
