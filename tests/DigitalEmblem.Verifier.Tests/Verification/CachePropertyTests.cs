using System.Text;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier.Tests.Model;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Verification;

/// <summary>
/// What is remembered changes no verdict. If one fails, an emblem that has expired, or that other evidence refutes, is still shown as good.
/// </summary>
public class CachePropertyTests
{
    private static readonly DateTimeOffset Now = TestTokens.Now;

    // Around each instant at which a token of the model begins or ends.
    private static readonly DateTimeOffset[] Times =
    [
        Now, Now.AddTicks(1), Now.AddTicks(-1), Now.AddSeconds(1), Now.AddSeconds(1).AddTicks(-1), Now.AddSeconds(600),
        Now.AddSeconds(600).AddTicks(-1),
        Now.AddSeconds(601), Now.AddSeconds(601).AddTicks(-1), Now.AddSeconds(-600), Now.AddSeconds(-600).AddTicks(-1), Now.AddDays(-9),
        Now.AddDays(-9).AddSeconds(-600),
        Now.AddDays(9).AddSeconds(-600), Now.AddDays(9), Now.AddDays(9).AddTicks(-1), DateTimeOffset.MinValue, DateTimeOffset.MaxValue,
    ];

    [Property(MaxTest = 200)]
    public Property Verify_SeenBefore_SaysAtEveryTimeWhatAVerifierWithoutMemorySays() => Prop.ForAll(
        Arb.From(
            from d in Deployments.Any.Generator
            from skew in Gen.Elements(TimeSpan.Zero, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1))
            from seed in Gen.Choose(0, int.MaxValue)
            select (d, skew, seed)),
        t =>
        {
            byte[] input = Bytes(t.d.Lines());
            HeldEvidence evidence = t.d.Evidence();
            var remembering = new EmblemVerifier(new VerifierOptions { ClockSkew = t.skew });
            var plain = new EmblemVerifier(
                new VerifierOptions { ClockSkew = t.skew, Cache = VerificationCache.None, SignatureParallelism = 1 });
            Dictionary<DateTimeOffset, string> said = Times.ToDictionary(at => at, at => Json(plain.Verify(input, evidence, at)));
            DateTimeOffset[] times = [.. Times, .. Times];
            new Random(t.seed).Shuffle(times);
            foreach (DateTimeOffset at in times)
            {
                Assert.Equal(said[at], Json(remembering.Verify(input, evidence, at)));
                Assert.Equal(said[at], Json(remembering.Verify(UnverifiedTokens.Read(input, cache: remembering.Cache), evidence, at)));
            }
        });

    [Property(MaxTest = 200)]
    public Property Verify_SetsThatShareTokens_AreJudgedAsIfEachStoodAlone() => Prop.ForAll(
        Arb.From(Gen.ListOf(Deployments.Any.Generator, 4)), all =>
        {
            // One verifier sees them all, over and over: what one set taught it must not count for another.
            var remembering = new EmblemVerifier();
            (byte[] Input, HeldEvidence Evidence, string Said)[] alone =
                [.. all.Select(d => (Input: Bytes(d.Lines()), Evidence: d.Evidence())).Select(d => (
                    d.Input,
                    d.Evidence,
                    Json(new EmblemVerifier(new VerifierOptions { Cache = VerificationCache.None }).Verify(d.Input, d.Evidence, Now))))];
            foreach ((byte[] input, HeldEvidence evidence, string said) in alone.Concat(alone))
            {
                Assert.Equal(said, Json(remembering.Verify(input, evidence, Now)));
            }
        });

    [Fact]
    public void Verify_SameInputWithOtherEvidence_IsJudgedByThatEvidence()
    {
        (byte[] input, EmblemVerifier verifier) = (Marked(), new EmblemVerifier());
        Assert.Equal(SecurityLevel.Organizational, verifier.Verify(input, HeldEvidence.AssumeCommittedUnsafe, Now).Sets[0].Level);
        Assert.Equal(SecurityLevel.Unknown, verifier.Verify(input, HeldEvidence.None, Now).Sets[0].Level);
        Assert.Equal(SecurityLevel.Invalid, verifier.Verify(input, HeldEvidence.Stated([], noOthers: true), Now).Sets[0].Level);
        Assert.Equal(SecurityLevel.Organizational, verifier.Verify(input, HeldEvidence.AssumeCommittedUnsafe, Now).Sets[0].Level);
    }

    [Fact]
    public void Verify_BufferOverwrittenAfterwards_RemembersWhatStoodThere()
    {
        byte[] good = Marked();
        var buffer = (byte[])good.Clone();
        var verifier = new EmblemVerifier();
        verifier.Verify(buffer, HeldEvidence.AssumeCommittedUnsafe, Now);
        UnverifiedTokens read = UnverifiedTokens.Read(buffer, cache: verifier.Cache);
        buffer.AsSpan().Fill((byte)'0');
        Assert.Equal(SecurityLevel.Organizational, verifier.Verify(read, HeldEvidence.AssumeCommittedUnsafe, Now).Sets[0].Level);
        Assert.True(verifier.Verify(buffer, HeldEvidence.AssumeCommittedUnsafe, Now).Sets[0].Level <= SecurityLevel.Invalid);
        Assert.Equal(SecurityLevel.Organizational, verifier.Verify(good, HeldEvidence.AssumeCommittedUnsafe, Now).Sets[0].Level);
    }

    [Fact]
    public void Verify_FloodOfOtherTokens_StaysWithinTheBoundAndChangesNothing()
    {
        var cache = new VerificationCache(256 << 10);
        var verifier = new EmblemVerifier(new VerifierOptions { Cache = cache });
        byte[] good = Marked();
        for (int i = 0; i < 500; i++)
        {
            string other = Convert.ToHexString(
                Cwt.Sign(TestTokens.Emblem() with { IssuedAt = Now.AddSeconds(-i) }, TestKeys.Of(SignatureAlgorithm.Ed25519)));
            verifier.Verify(Encoding.ASCII.GetBytes(other), HeldEvidence.None, Now);
            Assert.InRange(cache.Bytes, 1, cache.MaxBytes);
        }

        Assert.Equal(SecurityLevel.Organizational, verifier.Verify(good, HeldEvidence.AssumeCommittedUnsafe, Now).Sets[0].Level);
    }

    [Fact]
    public void Read_SameBytesInAnotherForm_AreNotTakenForWhatTheyWereBefore()
    {
        // A JWS that was read as such, delivered where a CWT belongs: it stays a fault there.
        var verifier = new EmblemVerifier();
        string jws = Jws.Sign(TestTokens.Emblem(), TestKeys.Of(SignatureAlgorithm.ES256));
        Assert.NotNull(UnverifiedTokens.Read(Encoding.ASCII.GetBytes(jws), cache: verifier.Cache).Items[0].Token);
        string asHex = Convert.ToHexString(Encoding.ASCII.GetBytes(jws));
        Assert.NotNull(UnverifiedTokens.Read(Encoding.ASCII.GetBytes(asHex), cache: verifier.Cache).Items[0].Fault);
    }

    [Fact]
    public async Task Verify_OneCacheManyThreads_AllSayTheSame()
    {
        var verifier = new EmblemVerifier(new VerifierOptions { Cache = new VerificationCache(64 << 10) });
        byte[][] inputs = [.. Enumerable.Range(0, 20).Select(i => Marked(i))];
        await Parallel.ForAsync(0, 400, (i, _) =>
        {
            Assert.Equal(
                SecurityLevel.Organizational,
                verifier.Verify(inputs[i % 20], HeldEvidence.AssumeCommittedUnsafe, Now.AddTicks(i)).Sets[0].Level);
            return ValueTask.CompletedTask;
        });
        Assert.InRange(verifier.Cache.Bytes, 0, verifier.Cache.MaxBytes);
    }

    private static byte[] Marked(int salt = 0)
    {
        SoftwareSigningKey root = TestKeys.Of(SignatureAlgorithm.ES256), own = TestKeys.Of(SignatureAlgorithm.Ed25519);
        return Bytes(
        [
            Convert.ToHexString(Cwt.Sign(TestTokens.Emblem() with { IssuedAt = Now.AddSeconds(-salt) }, own)),
            Convert.ToHexString(Cwt.Sign(TestTokens.Endorsement(own.PublicKey), root)),
            Convert.ToHexString(own.PublicKey.ToCoseKey()),
            Convert.ToHexString(root.PublicKey.ToCoseKey()),
        ]);
    }

    private static byte[] Bytes(IEnumerable<string> lines) => Encoding.ASCII.GetBytes(string.Join('\n', lines));

    private static string Json(VerifiedTokens verified) =>
        TrustPolicy.Default.Decide(verified, AssetIdentifier.Parse("www.society.example")).ToJson();
}
