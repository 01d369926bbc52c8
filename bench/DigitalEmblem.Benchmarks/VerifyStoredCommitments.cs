using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// One hundred organizations whose commitments were verified before: taken from the store and verified again, offline,
/// beside a bare P-256 verification. Figures are per organization. Each needs the signature of the SCT, two certificate
/// signatures of the chain, and the record read.
/// </summary>
[MemoryDiagnoser]
public class VerifyStoredCommitments
{
    private const int Organizations = 100;

    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-bench-").FullName;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte[] _signature = [];
    private CommitmentClaim[] _claims = [];
    private CommitmentStore _store = null!;
    private CommitmentGatherer _gatherer = null!;
    private CommitmentRecord[] _records = [];

    /// <summary>A hundred certificates in a log, each verified once and kept.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _signature = _key.SignData(new byte[400], HashAlgorithmName.SHA256);
        using var log = new TestLog(LogKind.Static, BenchmarkTokens.Now.AddDays(-10));
        using var authority = new TestAuthority(BenchmarkTokens.Now);
        (CommitmentClaim Claim, BindingChain Chain)[] all = [.. Enumerable.Range(0, Organizations).Select(i =>
        {
            OrganizationIdentifier organization = OrganizationIdentifier.Parse($"https://society{i}.example");
            using SoftwareSigningKey root = SigningKey.Generate(SignatureAlgorithm.Ed25519);
            BindingChain chain = authority.Issue([.. BindingNames.Wanted(organization, root.PublicKey.CoseIdentifier)], [log]);
            return (new CommitmentClaim(organization, root.PublicKey, chain.LogEntries()), chain);
        })];
        _claims = [.. all.Select(a => a.Claim)];
        var trust = new TransparencyTrust { Logs = LogList.Read(TestLog.ListOf((log, "http://127.0.0.1:1"))), Roots = authority.Roots };
        _store = CommitmentStore.Open(Path.Combine(_folder, "roots.db"));
        var material = CommitmentMaterial.Of(all.Select(a => a.Chain));
        foreach (CommitmentClaim claim in _claims)
        {
            CommitmentEvidence evidence = HeldEvidence.Of(material, trust)
                .ForCommitment(claim, CommitmentRules.Default, BenchmarkTokens.Now);
            _store.Add(CommitmentRecord.Of(claim, material, evidence, null, BenchmarkTokens.Now)
                ?? throw new InvalidOperationException(string.Join(' ', evidence.Reasons)));
        }

        _gatherer = new CommitmentGatherer { Trust = trust, Store = _store };
        _records = [.. _store.List()];
    }

    /// <summary>Removes the store.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _store.Dispose();
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A P-256 verification of 400 bytes, as often as there are organizations.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Organizations)]
    public bool BareP256()
    {
        bool all = true;
        for (int i = 0; i < Organizations; i++)
        {
            all &= _key.VerifyData(new byte[400], _signature, HashAlgorithmName.SHA256);
        }

        return all;
    }

    /// <summary>From the file: read, and verified again.</summary>
    [Benchmark(OperationsPerInvoke = Organizations)]
    public async Task<int> FromTheStore()
    {
        // Make a new gatherer each time, because a gatherer remembers what it verified.
        var gatherer = new CommitmentGatherer { Trust = _gatherer.Trust, Store = _gatherer.Store };
        GatheredEvidence evidence = await gatherer.GatherAsync(
            CommitmentQuestions.About(_claims, CommitmentRules.Default), BenchmarkTokens.Now);
        return Proven([.. evidence.Answers.Values]);
    }

    /// <summary>From records in memory: verified again, the file left out.</summary>
    [Benchmark(OperationsPerInvoke = Organizations)]
    public int FromMemory() => Proven([.. _records.Select(r => r.Verify(_gatherer.Trust, CommitmentRules.Default, BenchmarkTokens.Now))]);

    private static int Proven(IReadOnlyList<CommitmentEvidence> evidence) =>
        evidence.Count(e => e.Outcome == CommitmentOutcome.Proven) is var proven && proven == Organizations
            ? proven
            : throw new InvalidOperationException($"{proven} of {Organizations} are proven.");
}
