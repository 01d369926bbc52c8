using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>Where what is known of commitments comes from in this run, with what must be closed at the end.</summary>
internal sealed class CommitmentSetting(IEvidenceGatherer evidence, CommitmentStatements statements, LogHttp? http = null) : IDisposable
{
    /// <summary>Gathers what is known, with all that was at hand for it.</summary>
    public async Task<(GatheredEvidence Evidence, CommitmentMaterial Material)> GatherAsync(
        AuthenticatedTokens tokens, CancellationToken cancellationToken) =>
        evidence is CommitmentGatherer gatherer
            ? await gatherer.GatherWithMaterialAsync(tokens.Questions, tokens.At, cancellationToken)
            : (await evidence.GatherAsync(tokens.Questions, tokens.At, cancellationToken), CommitmentMaterial.None);

    /// <summary>Puts what was gathered into an evidence file, with whom this run trusts about it.</summary>
    public EvidenceFile Keep(EvidenceFile file, IReadOnlyList<GatheredEvidence> gathered, IEnumerable<CommitmentMaterial> material) =>
        (file with
        {
            Stated = ValueList.From(statements.Stated),
            StatedIsComplete = statements.NoOthers,
            AllAssumed = statements.AllAssumed
        })
            .With(gathered, CommitmentMaterial.Combine(material), (evidence as CommitmentGatherer)?.Trust ?? TransparencyTrust.None);

    public EmblemChecker Checker(IReadOnlyList<IEmblemSource> sources, EmblemVerifier verifier, TrustPolicy policy, TimeProvider clock) =>
        new(sources, verifier, policy, evidence, clock);

    public void Dispose()
    {
        ((evidence as CommitmentGatherer)?.Store as IDisposable)?.Dispose();
        http?.Dispose();
    }
}
