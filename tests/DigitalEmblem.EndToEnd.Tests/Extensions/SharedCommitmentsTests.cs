using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Extensions;

/// <summary>
/// Commitments that several validators share through a real Redis. If it fails, each of them asks the logs anew, or one that is broken into
/// makes the others believe a false commitment.
/// </summary>
public sealed class SharedCommitmentsTests : IAsyncLifetime, IDisposable
{
    private static readonly OrganizationIdentifier Society = OrganizationIdentifier.Parse("https://society.example");
    private static readonly VerificationKey Key = TestKeys.Of(SignatureAlgorithm.Ed25519, 2).PublicKey;

    private readonly SettableClock _clock = new(TestTokens.Now);
    private readonly TestLog _log = new(LogKind.Static, TestTokens.Now.AddDays(-10));
    private readonly TestAuthority _authority = new(TestTokens.Now);
    private RedisServer _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public Task DisposeAsync()
    {
        _redis.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _log.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Commitment_ProvenByOne_IsVerifiedAgainByAnotherThatHoldsNothing()
    {
        using EmblemCache one = Cache(), two = Cache();
        BindingChain chain = Chain(Society, Key);
        CommitmentClaim claim = new(Society, Key, chain.LogEntries());
        Assert.Equal(CommitmentOutcome.Proven, (await JudgeAsync(one, claim, CommitmentMaterial.Of([chain]))).Outcome);
        Assert.Equal(CommitmentOutcome.Proven, (await JudgeAsync(two, claim, CommitmentMaterial.None)).Outcome);

        // Verified again, and not remembered: a validator that does not trust the root believes nothing of it.
        using EmblemCache three = Cache();
        using var otherAuthority = new TestAuthority(TestTokens.Now);
        Assert.NotEqual(CommitmentOutcome.Proven, (await JudgeAsync(three, claim, CommitmentMaterial.None, otherAuthority)).Outcome);
    }

    [Fact]
    public async Task SecondKeyOfAnOrganization_IsKeptBesideTheFirst()
    {
        using EmblemCache one = Cache(), two = Cache();
        VerificationKey newer = TestKeys.Of(SignatureAlgorithm.Ed25519, 3).PublicKey;
        foreach (VerificationKey key in (VerificationKey[])[Key, newer, Key])
        {
            BindingChain chain = Chain(Society, key);
            await JudgeAsync(one, new CommitmentClaim(Society, key, chain.LogEntries()), CommitmentMaterial.Of([chain]));
        }

        IReadOnlyList<CommitmentRecord> shared = await new SharedCommitments(two).OfAsync([Society, Society]);
        Assert.Equal(
            new[] { Key.CoseIdentifier, newer.CoseIdentifier }.ToHashSet(), shared.Select(r => r.Claim.Key.CoseIdentifier).ToHashSet());
        Assert.Equal(2, shared.Count);
    }

    [Fact]
    public async Task Record_OfSomeoneElse_PutThereByOneWhoShares_ProvesNothing()
    {
        using EmblemCache liar = Cache(), victim = Cache();
        OrganizationIdentifier impostor = OrganizationIdentifier.Parse("https://impostor.example");
        BindingChain chain = Chain(impostor, Key);
        CommitmentClaim honest = new(impostor, Key, chain.LogEntries()), claimed = new(Society, Key, chain.LogEntries());
        var material = CommitmentMaterial.Of([chain]);
        CommitmentEvidence evidence = HeldEvidence.Of(material, Trust(_authority))
            .ForCommitment(honest, CommitmentRules.Default, TestTokens.Now);
        CommitmentRecord record = CommitmentRecord.Of(honest, material, evidence, null, TestTokens.Now)!;
        await new SharedCommitments(liar).AddAsync(record with { Claim = claimed });
        Assert.Single(await new SharedCommitments(victim).OfAsync([Society]));
        Assert.NotEqual(CommitmentOutcome.Proven, (await JudgeAsync(victim, claimed, CommitmentMaterial.None)).Outcome);
    }

    [Fact]
    public async Task Records_ThatCannotBeReadOrAreTooOld_AreNone()
    {
        using EmblemCache one = Cache(), two = Cache();
        string key = one.KeyOf("commitments", Society.ToString());
        await one.PutAsync(
            new CacheEntry { Key = key, StoredAt = _clock.Now, ExpiresAt = _clock.Now.AddHours(1), Content = "{}"u8.ToArray() },
            share: true,
            default);
        Assert.Empty(await new SharedCommitments(two).OfAsync([Society]));

        BindingChain chain = Chain(Society, Key);
        await JudgeAsync(two, new CommitmentClaim(Society, Key, chain.LogEntries()), CommitmentMaterial.Of([chain]));
        Assert.Single(await new SharedCommitments(two).OfAsync([Society]));
        _clock.Now += TimeSpan.FromDays(1);
        Assert.Empty(await new SharedCommitments(two).OfAsync([Society]));
    }

    [Fact]
    public async Task QuestionToTheSharedCache_IsSaidAmongWhoCouldHaveLearned()
    {
        using EmblemCache cache = Cache();
        var gatherer = new CommitmentGatherer { Trust = Trust(_authority), Store = new SharedCommitments(cache) };
        var claim = new CommitmentClaim(Society, Key, [TestTokens.LogEntry]);
        GatheredEvidence evidence = await gatherer.GatherAsync(CommitmentQuestions.About([claim], CommitmentRules.Default), TestTokens.Now);
        Assert.StartsWith("Anyone who runs or watches the shared cache", Assert.Single(evidence.Exposure), StringComparison.Ordinal);
    }

    private async Task<CommitmentEvidence> JudgeAsync(
        EmblemCache cache, CommitmentClaim claim, CommitmentMaterial held, TestAuthority? authority = null)
    {
        var gatherer = new CommitmentGatherer
        {
            Trust = Trust(authority ?? _authority),
            Held = held,
            Store = new SharedCommitments(cache),
            Remember = true
        };
        return (await gatherer.GatherAsync(CommitmentQuestions.About([claim], CommitmentRules.Default), TestTokens.Now)).Answers[claim];
    }

    private BindingChain Chain(OrganizationIdentifier organization, VerificationKey key) =>
        _authority.Issue([.. BindingNames.Wanted(organization, key.CoseIdentifier)], [_log]);

    private TransparencyTrust Trust(TestAuthority authority) =>
        new() { Logs = LogList.Read(TestLog.ListOf((_log, "http://127.0.0.1:1"))), Roots = authority.Roots };

    private EmblemCache Cache() =>
        new(new EmblemCacheOptions { Shared = true, Secret = Convert.ToBase64String(new byte[32]) }, _clock, _redis.Cache());
}
