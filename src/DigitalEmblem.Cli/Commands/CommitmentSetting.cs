using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>The source of commitment evidence for this run. Disposing it closes the store and the connections.</summary>
internal sealed class CommitmentSetting(IEvidenceGatherer evidence, CommitmentStatements statements, LogHttp? http = null) : IDisposable
{
    /// <summary>Gathers the evidence, and returns the material on which it rests as well.</summary>
    public async Task<(GatheredEvidence Evidence, CommitmentMaterial Material)> GatherAsync(
        AuthenticatedTokens tokens, CancellationToken cancellationToken) =>
        evidence is CommitmentGatherer gatherer
            ? await gatherer.GatherWithMaterialAsync(tokens.Questions, tokens.At, cancellationToken)
            : (await evidence.GatherAsync(tokens.Questions, tokens.At, cancellationToken), CommitmentMaterial.None);

    /// <summary>Gathers the evidence, in the form that another verification of the same tokens is given.</summary>
    public async Task<HeldEvidence> HoldAsync(AuthenticatedTokens tokens, CancellationToken cancellationToken)
    {
        if (evidence is not CommitmentGatherer gatherer)
        {
            return (HeldEvidence)evidence;
        }

        (GatheredEvidence gathered, CommitmentMaterial material) = await GatherAsync(tokens, cancellationToken);
        var held = HeldEvidence.Of(material, gatherer.Trust, gathered.Exposure);
        return statements.Stated.Count == 0 ? held : HeldEvidence.Stated(statements.Stated, noOthers: false, held);
    }

    /// <summary>Puts the gathered evidence into an evidence file, with the logs and roots that this run trusts.</summary>
    public EvidenceFile Keep(EvidenceFile file, IReadOnlyList<GatheredEvidence> gathered, IEnumerable<CommitmentMaterial> material) =>
        (file with
        {
            Stated = ValueList.From(statements.Stated),
            StatedIsComplete = statements.NoOthers,
            AllAssumed = statements.AllAssumed
        })
            .With(gathered, CommitmentMaterial.Combine(material), (evidence as CommitmentGatherer)?.Trust ?? TransparencyTrust.None);

    /// <summary>Where the evidence comes from, for a run that finds out by itself what it has to ask.</summary>
    public IEvidenceGatherer Evidence => evidence;

    public EmblemChecker Checker(IReadOnlyList<IEmblemSource> sources, EmblemVerifier verifier, TrustPolicy policy, TimeProvider clock) =>
        new(sources, verifier, policy, evidence, clock);

    public void Dispose()
    {
        ((evidence as CommitmentGatherer)?.Store as IDisposable)?.Dispose();
        http?.Dispose();
    }
}
