using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.CheckPage.Asking;

/// <summary>Keeps what one check's commitments were verified from, for its evidence. It ends with the check.</summary>
/// <param name="gatherer">Asks the logs.</param>
internal sealed class RecordedEvidence(CommitmentGatherer gatherer) : IEvidenceGatherer
{
    /// <summary>Chains, entries and why logs delivered none.</summary>
    public CommitmentMaterial Material { get; private set; } = CommitmentMaterial.None;

    /// <inheritdoc/>
    public async ValueTask<GatheredEvidence> GatherAsync(
        CommitmentQuestions questions, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        (GatheredEvidence evidence, Material) = await gatherer.GatherWithMaterialAsync(questions, at, cancellationToken);
        return evidence;
    }
}
