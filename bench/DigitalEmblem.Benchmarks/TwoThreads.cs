using BenchmarkDotNet.Attributes;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// Verifies many tokens on one thread and on two, compared with bare checks on one and on two: the gain by a second thread, and the gain
/// that the cryptography itself allows.
/// </summary>
public class TwoThreads
{
    private const int Checks = 256;

    private BareSignature _bare = null!;
    private byte[] _token = [];
    private VerificationKey _key = null!;

    /// <summary>The algorithm.</summary>
    [Params("ES256", "Ed25519")]
    public string Algorithm { get; set; } = "";

    /// <summary>How many threads.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Signs a chain.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var chain = new BenchmarkTokens(Algorithm);
        _bare = chain.Bare()[0];
        _token = chain.Tokens[0];
        _key = chain.SigningKeys[0].PublicKey;
    }

    /// <summary>Bare checks.</summary>
    [Benchmark(OperationsPerInvoke = Checks)]
    public void Bare() => Run(_ => _bare.Check());

    /// <summary>Tokens read and checked, the key at hand.</summary>
    [Benchmark(OperationsPerInvoke = Checks)]
    public void Tokens() => Run(_ => Cwt.Read(_token).IsSignedBy(_key));

    private void Run(Action<int> one) => Parallel.For(0, Checks, new ParallelOptions { MaxDegreeOfParallelism = Threads }, one);
}
