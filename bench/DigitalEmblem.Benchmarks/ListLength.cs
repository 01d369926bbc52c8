using BenchmarkDotNet.Attributes;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// A chain of three under the validator's own lists of 1, 10 and 100 entries, which each verdict searches. It is compared with three bare
/// signature checks, whose cost does not grow.
/// </summary>
[MemoryDiagnoser]
public class ListLength
{
    private byte[] _bundle = [];
    private BareSignature[] _bare = [];
    private EmblemVerifier _plain = null!;
    private EmblemVerifier _trusting = null!;
    private TrustPolicy _trusted = null!;
    private HeldEvidence _stated = null!;
    private TrustPolicy _naming = null!;

    /// <summary>How long each list is. The entry that decides is the last one.</summary>
    [Params(1, 10, 100)]
    public int Entries { get; set; }

    /// <summary>Signs the chain and makes the lists.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var tokens = new BenchmarkTokens("Ed25519");
        _bundle = tokens.Bundle;
        _bare = tokens.Bare();
        KeyIdentifier root = tokens.SigningKeys[1].PublicKey.CoseIdentifier, ministry = tokens.SigningKeys[2].PublicKey.CoseIdentifier;
        VerificationKey[] strangers =
            [.. Enumerable.Range(1, Entries - 1).Select(_ => SigningKey.Generate(SignatureAlgorithm.Ed25519).PublicKey)];
        OrganizationIdentifier[] others =
            [.. Enumerable.Range(1, Entries - 1).Select(i => OrganizationIdentifier.Parse($"https://other{i}.example"))];
        _plain = new EmblemVerifier();
        _trusted = new TrustPolicy { TrustedKeys = [.. strangers, tokens.SigningKeys[2].PublicKey] };
        _trusting = new EmblemVerifier(new VerifierOptions { Keys = _trusted.TrustedKeys });
        _naming = new TrustPolicy
        {
            Authorities = [.. others.Append(BenchmarkTokens.Ministry).Select(o => TrustedAuthority.Parse(o.ToString()))]
        };
        _stated = HeldEvidence.Stated(
            [
                .. others.Zip(strangers, (o, k) => (o, k.CoseIdentifier)),
                (BenchmarkTokens.Society, root),
                (BenchmarkTokens.Ministry, ministry)],
            noOthers: true);
        if (TrustedKeys() != VerdictOutcome.Marked
            || StatedCommitments() != VerdictOutcome.Marked
            || Authorities() != VerdictOutcome.Marked)
        {
            throw new InvalidOperationException("The chain is not accepted with one of the lists.");
        }
    }

    /// <summary>The platform's checks alone, of bytes and keys prepared beforehand.</summary>
    [Benchmark(Baseline = true)]
    public bool ThreeBare() => _bare[0].Check() & _bare[1].Check() & _bare[2].Check();

    /// <summary>The verifier trusts this number of keys, with that of the authority among them.</summary>
    [Benchmark]
    public VerdictOutcome TrustedKeys() => Decide(_trusting, HeldEvidence.AssumeCommittedUnsafe, _trusted);

    /// <summary>The caller states this number of commitments and one more, because the chain needs two.</summary>
    [Benchmark]
    public VerdictOutcome StatedCommitments() => Decide(_plain, _stated, TrustPolicy.Default);

    /// <summary>The policy names this number of authorities.</summary>
    [Benchmark]
    public VerdictOutcome Authorities() => Decide(_plain, HeldEvidence.AssumeCommittedUnsafe, _naming);

    private VerdictOutcome Decide(EmblemVerifier verifier, HeldEvidence evidence, TrustPolicy policy) =>
        policy.Decide(verifier.Verify(UnverifiedTokens.Read(_bundle), evidence, BenchmarkTokens.Now), BenchmarkTokens.Asset).Outcome;
}
