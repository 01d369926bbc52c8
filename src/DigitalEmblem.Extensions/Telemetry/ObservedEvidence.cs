using System.Diagnostics;

namespace DigitalEmblem.Extensions;

/// <summary>A gatherer of evidence, with a count of what stayed open.</summary>
internal sealed class ObservedEvidence(IEvidenceGatherer inner, Observer observer) : IEvidenceGatherer
{
    public async ValueTask<GatheredEvidence> GatherAsync(
        CommitmentQuestions questions, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        using Activity? span = observer.Start(EmblemTelemetry.EvidenceSpan);
        GatheredEvidence evidence = await inner.GatherAsync(questions, at, cancellationToken).ConfigureAwait(false);
        observer.Gathered(evidence, span);
        return evidence;
    }
}
