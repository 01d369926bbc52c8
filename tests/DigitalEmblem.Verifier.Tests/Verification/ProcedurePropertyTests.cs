using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier.Tests.Model;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Verification;

/// <summary>The laws of the procedure. If one breaks, someone who can add or reorder records decides what validators see.</summary>
public class ProcedurePropertyTests
{
    [Property(MaxTest = 1500)]
    public Property Verify_AnyDeployment_AgreesWithTheNaiveTranscription() => Prop.ForAll(Deployments.Any, d =>
    {
        VerifiedSet set = d.Verify();
        string endorsers = string.Join(' ', set.Endorsers.Select(e => e.Claims!.Issuer!.ToString()).Distinct().Order());
        Assert.Equal(NaiveProcedure.Judge(d), (set.Level, set.LevelAtMost, endorsers));
    });

    [Fact]
    public void Generator_ManyDeployments_ReachesEveryLevelAndEveryFailure()
    {
        VerifiedSet[] sets = [.. Deployments.Any.Generator.Sample(2000).Select(d => d.Verify())];
        FindingCode[] failures =
            [.. sets.SelectMany(s => s.Findings.Concat(s.Tokens.SelectMany(t => t.Findings))).Select(f => f.Code).Distinct()];
        Assert.Equal(
            Enum.GetValues<SecurityLevel>().Where(l => l != SecurityLevel.None).Order(), sets.Select(s => s.Level).Distinct().Order());
        Assert.Empty(((FindingCode[])
        [
            FindingCode.KeyUnknown,
            FindingCode.SignatureInvalid,
            FindingCode.Expired,
            FindingCode.NotYetValid,
            FindingCode.NoEmblem,
            FindingCode.SeveralEmblems,
            FindingCode.ChainBranches,
            FindingCode.ChainBroken,
            FindingCode.ChainCycle,
            FindingCode.MayNotEndorse,
            FindingCode.ConstraintViolated,
            FindingCode.NotEndorsedByIssuer,
            FindingCode.CommitmentMissing,
            FindingCode.CommitmentRefuted,
            FindingCode.CommitmentUnavailable,
            FindingCode.EndorserUnnamed,
            FindingCode.EndorsesOther,
            FindingCode.Duplicate,
            FindingCode.ClockMayBeSlow,
        ]).Except(failures));
    }

    [Property(MaxTest = 300)]
    public Property Verify_AnyOrderOfItems_GivesTheSameResult() => Prop.ForAll(
        Arb.From(from d in Deployments.Any.Generator from seed in Gen.Choose(0, int.MaxValue) select (d, seed)), t =>
        {
            string[] lines = [.. t.d.Lines()];
            string[] shuffled = [.. lines];
            new Random(t.seed).Shuffle(shuffled);
            return Summary(t.d.Verify(lines)) == Summary(t.d.Verify(shuffled));
        });

    [Property(MaxTest = 300)]
    public Property Verify_WithJunkAdded_KeepsItsLevel() => Prop.ForAll(
        Arb.From(from d in Deployments.Any.Generator from seed in Gen.Choose(0, int.MaxValue) select (d, seed)), t =>
        {
            var random = new Random(t.seed);
            string[] lines = [.. t.d.Lines()];
            ModelToken copied = t.d.Tokens[random.Next(t.d.Tokens.Length)];
            string[] junk =
            [
                t.d.Line(copied with { Corrupted = true, Purposes = 3 }), // wrongly signed
                t.d.Line(copied), // the same once more; an ECDSA signature differs each time
                t.d.Profile == TokenProfile.Cwt ? "d83d" + t.d.Line(copied) : t.d.Line(copied),
                t.d.Profile == TokenProfile.Cwt ? "d28443a10126a0" : "eyJhbGciOiJub25lIn0.e30.AA",
                t.d.Profile == TokenProfile.Cwt ? "a1" : "{\"kty\":\"RSA\"}",
            ];
            VerifiedSet before = t.d.Verify(lines), after = t.d.Verify([.. junk[..random.Next(1, 5)], .. lines, .. junk]);
            return before.Level == after.Level && before.LevelAtMost == after.LevelAtMost;
        });

    [Property(MaxTest = 300)]
    public Property Verify_WithoutAnExternalEndorsement_IsNeverHigher() => Prop.ForAll(Deployments.Any, d =>
    {
        VerifiedSet whole = d.Verify();
        for (int i = 0; i < d.Tokens.Length; i++)
        {
            if (whole.Emblem is { } emblem && !d.Tokens[i].IsEmblem && d.Tokens[i].Issuer is { } issuer
                && issuer != emblem.Claims!.Issuer?.ToString())
            {
                VerifiedSet less = (d with { Tokens = [.. d.Tokens[..i], .. d.Tokens[(i + 1)..]] }).Verify();
                Assert.True(less.Level <= whole.Level && less.LevelAtMost <= whole.LevelAtMost);
            }
        }
    });

    private static string Summary(VerifiedSet set) => string.Join(
        '|',
        set.Level,
        set.LevelAtMost,
        string.Join(' ', set.Endorsers.Select(e => e.Claims!.Issuer!.ToString()).Order()),
        string.Join(' ', set.Findings.Select(f => f.Code).Order()),
        string.Join(' ', set.Tokens.Select(t => $"{t.Accepted}{string.Concat(t.Findings.Select(f => f.Code))}").Order()));
}
