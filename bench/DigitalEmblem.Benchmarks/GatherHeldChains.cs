using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// The commitment of one organization, gathered from a held chain: for the first time, and again. The first time needs the signature of
/// the SCT and two of the chain, all on P-256.
/// </summary>
[MemoryDiagnoser]
public class GatherHeldChains
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte[] _signature = [];
    private CommitmentMaterial _material = null!;
    private TransparencyTrust _trust = null!;
    private CommitmentQuestions _questions = null!;
    private HeldEvidence _known = null!;

    /// <summary>A certificate in a log.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _signature = _key.SignData(new byte[400], HashAlgorithmName.SHA256);
        using var log = new TestLog(LogKind.Static, BenchmarkTokens.Now.AddDays(-10));
        using var authority = new TestAuthority(BenchmarkTokens.Now);
        using SoftwareSigningKey root = SigningKey.Generate(SignatureAlgorithm.Ed25519);
        BindingChain chain = authority.Issue([.. BindingNames.Wanted(BenchmarkTokens.Society, root.PublicKey.CoseIdentifier)], [log]);
        _trust = new TransparencyTrust { Logs = LogList.Read(TestLog.ListOf((log, "http://127.0.0.1:1"))), Roots = authority.Roots };
        _material = CommitmentMaterial.Of([chain]);
        _questions = CommitmentQuestions.About(
            [new CommitmentClaim(BenchmarkTokens.Society, root.PublicKey, chain.LogEntries())], CommitmentRules.Default);
        _known = HeldEvidence.Of(_material, _trust);
        if (First() != CommitmentOutcome.Proven || Known() != CommitmentOutcome.Proven)
        {
            throw new InvalidOperationException("The held chain does not prove the commitment.");
        }
    }

    /// <summary>Closes the key.</summary>
    [GlobalCleanup]
    public void Cleanup() => _key.Dispose();

    /// <summary>Three P-256 verifications of 400 bytes.</summary>
    [Benchmark(Baseline = true)]
    public bool ThreeBare() => Bare() & Bare() & Bare();

    /// <summary>One P-256 verification of 400 bytes.</summary>
    public bool Bare() => _key.VerifyData(new byte[400], _signature, HashAlgorithmName.SHA256);

    /// <summary>Nothing is known yet.</summary>
    [Benchmark]
    public CommitmentOutcome First() => Outcome(HeldEvidence.Of(_material, _trust));

    /// <summary>The same was gathered before.</summary>
    [Benchmark]
    public CommitmentOutcome Known() => Outcome(_known);

    private CommitmentOutcome Outcome(HeldEvidence held) => held.Gather(_questions, BenchmarkTokens.Now).Answers.Values.Single().Outcome;
}
