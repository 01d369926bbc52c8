using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Finds out whether an organization is committed to a key, with what is held first and the logs after it.</summary>
internal sealed class CommitmentJudging : IDisposable
{
    private readonly TransparencyOptions _options;
    private readonly TimeProvider _clock;
    private readonly Lock _gate = new();
    private (DateTime Logs, DateTime Roots) _readAt;
    private TransparencyTrust? _trust;
    private readonly LogHttp? _http;

    public CommitmentJudging(TransparencyOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _http = options.Online ? new LogHttp(new LogHttpOptions { Roots = OutgoingHttp.Roots(options.Roots) }) : null;
    }

    /// <summary>Judges one claim.</summary>
    /// <param name="claim">What is claimed.</param>
    /// <param name="chain">The binding certificate chain, if it is at hand.</param>
    /// <param name="cancellation">Ends the questions.</param>
    /// <returns>What is known, and how, for a person.</returns>
    public async Task<(CommitmentKnowledge Knowledge, string Note)> JudgeAsync(CommitmentClaim claim, BindingChain? chain, CancellationToken cancellation)
    {
        TransparencyTrust trust = Trust();
        var gatherer = new CommitmentGatherer
        {
            Trust = trust,
            Held = chain is null ? CommitmentMaterial.None : CommitmentMaterial.Of([chain]),
            Logs = _http is null || trust.Logs is null ? null : new LogClient(_http.Client, trust.Logs, clock: _clock),
        };
        GatheredEvidence evidence = await gatherer.GatherAsync(CommitmentQuestions.About([claim], CommitmentRules.Default), _clock.GetUtcNow(), cancellation);
        CommitmentEvidence found = evidence.Answers[claim];
        CommitmentKnowledge knowledge = found.Outcome switch
        {
            CommitmentOutcome.Proven => CommitmentKnowledge.Proven,
            CommitmentOutcome.Refuted => CommitmentKnowledge.Refuted,
            _ => CommitmentKnowledge.Unknown,
        };
        return (knowledge, $"{found.Outcome}: {string.Join(" ", found.Reasons.Concat(found.Findings.Select(f => f.Message)))}");
    }

    /// <summary>The logs that are known, by which the form of a log entry is chosen; null without a list.</summary>
    public LogList? Logs => Trust().Logs;

    /// <inheritdoc/>
    public void Dispose() => _http?.Dispose();

    /// <summary>What the files say, read anew when they have changed: lists of logs age, and the service runs for months. A file that cannot be read just now leaves what was read before.</summary>
    private TransparencyTrust Trust()
    {
        lock (_gate)
        {
            (DateTime, DateTime) written = (WrittenAt(_options.LogList), WrittenAt(_options.Roots));
            if (_trust is null || written != _readAt)
            {
                try
                {
                    (_trust, _readAt) = (Read(), written);
                }
                catch (Exception e) when (_trust is not null && (e is IOException or UnauthorizedAccessException or TokenFormatException))
                {
                    // It is being written, say: the next call looks again.
                }
            }

            return _trust!;
        }
    }

    private static DateTime WrittenAt(string? file) => file is null ? default : File.GetLastWriteTimeUtc(file);

    private TransparencyTrust Read() => new()
    {
        Logs = _options.LogList is null ? null : LogList.Read(File.ReadAllBytes(_options.LogList)),
        Roots = _options.Roots is null ? RootStore.System : RootStore.Read(File.ReadAllBytes(_options.Roots)),
    };
}
