using System.Security.Cryptography;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Work.DataMarks;

namespace DigitalEmblem.Issuer.Drill;

/// <summary>
/// Marked data in a drill. Their signs are published nowhere, so that a new one reaches the data only if people, or a timer of theirs,
/// fetch and attach it: that is theirs to do after a compromise, and a drill without it would leave it out.
/// </summary>
internal sealed class DrillData(DrillScene scene)
{
    private readonly DataRoot _root = DataRoot.FromBytes(RandomNumberGenerator.GetBytes(DataRoot.Length));

    /// <summary>What people call.</summary>
    public string Call => $"GET /api/v1/data/{_root}/sign; then emblem data attach";

    /// <summary>Has the data listed, declared and marked.</summary>
    public async Task MarkAsync(string officer, CancellationToken cancellationToken)
    {
        await scene.Get<AddData>().RunAsync(officer, _root, Purposes.Protective, null, null, cancellationToken);
        await scene.Get<ActOnData>().DeclareAsync(officer, _root, null, cancellationToken);
        await scene.Get<ActOnData>().MarkAsync(officer, _root, null, cancellationToken);
    }

    /// <summary>Whether the sign that is given out now holds, and rests on none of the lost keys.</summary>
    public async Task<bool> IsSignedAnewAsync(IReadOnlyCollection<byte[]> lost, CancellationToken cancellationToken)
    {
        (byte[] bundle, _) = await scene.Get<SignsOfData>().InForceAsync(_root, cancellationToken);
        bool holds = DataSign.Read(bundle).Assume(scene.Clock.GetUtcNow()).Outcome == Verifier.VerdictOutcome.Marked;
        return holds && !TokenBundle.Split(bundle, TokenLimits.Default).Any(i => lost.Any(k => i.Span.SequenceEqual(k)));
    }
}
