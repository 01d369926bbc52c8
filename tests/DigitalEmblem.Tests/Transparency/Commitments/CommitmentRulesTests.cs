using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// How strictly a validator asks. If a rule is not kept, a commitment counts that its validator meant to refuse, or one
/// is lost that nobody meant to.
/// </summary>
public class CommitmentRulesTests
{
    private static readonly CommitmentEntry Elsewhere = CommitmentEntry.InStaticLog(Sha256Digest.Of([1]), 7);

    [CorpusFact]
    public void Default_PromisedAndIncluded_AreProvenWithThatAssurance()
    {
        CommitmentEvidence promised = Society.Verify(Society.Promised()), included = Society.Verify(Society.Included());

        Assert.Equal([LogAssurance.Promised, LogAssurance.Promised], promised.Entries.Select(e => e.Assurance));
        Assert.Equal([LogAssurance.Included, LogAssurance.Included], included.Entries.Select(e => e.Assurance));
        Assert.All([promised, included], e => Assert.Equal(CommitmentOutcome.Proven, e.Outcome));
        Assert.Equal(CommitmentOutcome.Unavailable, Society.Verify(CommitmentMaterial.None).Outcome);
    }

    [CorpusFact]
    public void AllEntries_OneThatCannotBeShown_IsNotEnoughAnyMore()
    {
        var all = new CommitmentRules { AllEntries = true };
        CommitmentClaim more = Society.Claim() with { Log = [.. Society.Claim().Log, Elsewhere] };

        Assert.Equal(CommitmentOutcome.Proven, Society.Verify(Society.Promised(), all).Outcome);
        Assert.Equal(CommitmentOutcome.Proven, Society.Verify(Society.Promised(), claim: more).Outcome);
        Assert.Equal(CommitmentOutcome.Unavailable, Society.Verify(Society.Promised(), all, claim: more).Outcome);
    }

    [CorpusFact]
    public void AllEntries_OneThatPointsToAnothersCertificate_RefutesTheCommitment()
    {
        CommitmentClaim mixed = Society.Claim() with { Log = [.. Society.Claim().Log, .. Society.Claim("ministry").Log] };
        CommitmentMaterial both = CommitmentMaterial.Combine([Society.Promised(), Society.Promised("ministry")]);

        Assert.Equal(CommitmentOutcome.Proven, Society.Verify(both, claim: mixed).Outcome);
        Assert.Equal(CommitmentOutcome.Refuted, Society.Verify(both, new CommitmentRules { AllEntries = true }, claim: mixed).Outcome);
    }

    [CorpusFact]
    public void NoEntries_IsNeverProven()
    {
        CommitmentClaim none = Society.Claim() with { Log = [] };
        foreach (bool all in new[] { false, true })
        {
            Assert.NotEqual(
                CommitmentOutcome.Proven,
                Society.Verify(Society.Promised(), new CommitmentRules { AllEntries = all }, claim: none).Outcome);
        }
    }

    [CorpusFact]
    public void MaximumLogListAge_ListOlderThanThat_ProvesNothing()
    {
        DateTimeOffset at = ReferenceLogs.At;
        TimeSpan age = at - ReferenceLogs.LogList().Timestamp;
        Assert.True(age > TimeSpan.Zero);
        foreach (CommitmentMaterial material in new[] { Society.Promised(), Society.Included() })
        {
            Assert.Equal(CommitmentOutcome.Proven, Society.Verify(material, new CommitmentRules { MaximumLogListAge = age }).Outcome);
            Assert.Equal(
                CommitmentOutcome.Unavailable,
                Society.Verify(material, new CommitmentRules { MaximumLogListAge = age - TimeSpan.FromSeconds(1) }).Outcome);
        }
    }

    [CorpusFact]
    public void MaximumTimeSinceLogging_LoggedLongerAgoThanThat_IsNotProven()
    {
        foreach (CommitmentMaterial material in new[] { Society.Promised(), Society.Included() })
        {
            CommitmentEvidence evidence = Society.Verify(material);
            TimeSpan shortest = evidence.Entries.Min(e => ReferenceLogs.At - e.LoggedAt!.Value),
                longest = evidence.Entries.Max(e => ReferenceLogs.At - e.LoggedAt!.Value);
            Assert.True(shortest > TimeSpan.Zero && longest > shortest);

            Assert.Equal(
                CommitmentOutcome.Proven,
                Society.Verify(material, new CommitmentRules { MaximumTimeSinceLogging = longest, AllEntries = true }).Outcome);
            Assert.Equal(
                CommitmentOutcome.Proven, Society.Verify(material, new CommitmentRules { MaximumTimeSinceLogging = shortest }).Outcome);
            Assert.Equal(
                CommitmentOutcome.Unavailable,
                Society.Verify(material, new CommitmentRules { MaximumTimeSinceLogging = shortest, AllEntries = true }).Outcome);
            Assert.Equal(CommitmentOutcome.Unavailable, Society.Verify(
                material, new CommitmentRules { MaximumTimeSinceLogging = shortest - TimeSpan.FromMilliseconds(1) }).Outcome);
        }
    }

    [CorpusFact]
    public void RevocationChecked_NoListOfTheIssuer_IsUnavailableAndElseAFinding()
    {
        // A list of another authority is of no use: the reference logs' issuer has published none.
        byte[] others = Issuer.Root("Other").Revoke(ReferenceLogs.At.AddDays(-1), ReferenceLogs.At.AddDays(1));
        TransparencyTrust trust = ReferenceLogs.Trust() with { RevocationLists = RevocationList.Read(others) };

        CommitmentEvidence lenient = Society.Verify(Society.Promised(), trust: trust);
        Assert.Equal(CommitmentOutcome.Proven, lenient.Outcome);
        Assert.Contains(lenient.Findings, f => f.Code == FindingCode.RevocationNotChecked);
        Assert.Equal(
            CommitmentOutcome.Unavailable,
            Society.Verify(Society.Promised(), new CommitmentRules { RevocationChecked = true }, trust).Outcome);
    }

    [CorpusFact]
    public void LogStates_RetiredBeforeAndAfterAndOthers_CountAsTheListSays()
    {
        DateTimeOffset logged = Society.Verify(Society.Promised()).Entries.Max(e => e.LoggedAt!.Value);
        foreach ((string state, DateTimeOffset since, bool counts) in new[]
        {
            ("usable", logged, true), ("readonly", logged, true), ("qualified", logged, true), ("pending", logged, false),
            ("rejected", logged, false),
            ("retired", logged.AddSeconds(1), true), ("retired", logged.AddMonths(-1), false),
        })
        {
            JsonNode list = JsonNode.Parse(File.ReadAllBytes(Corpora.PathOf($"{ReferenceLogs.Folder}/log_list.json")))!;
            foreach (JsonNode? log in list["operators"]!.AsArray()
                .SelectMany(o => o!["logs"]!.AsArray().Concat(o["tiled_logs"]!.AsArray())))
            {
                log!["state"] = new JsonObject { [state] = new JsonObject { ["timestamp"] = since.ToString("O") } };
            }

            TransparencyTrust trust = ReferenceLogs.Trust() with
            {
                Logs = LogList.Read(System.Text.Encoding.UTF8.GetBytes(list.ToJsonString()))
            };
            foreach (CommitmentMaterial material in new[] { Society.Promised(), Society.Included() })
            {
                Assert.Equal(
                    counts ? CommitmentOutcome.Proven : CommitmentOutcome.Unavailable, Society.Verify(material, trust: trust).Outcome);
            }
        }
    }

    [CorpusFact]
    public void Trust_NoLogListOrOtherRoots_ProvesNothing()
    {
        foreach (CommitmentMaterial material in new[] { Society.Promised(), Society.Included() })
        {
            Assert.Equal(
                CommitmentOutcome.Unavailable, Society.Verify(material, trust: ReferenceLogs.Trust() with { Logs = null }).Outcome);
            Assert.Equal(
                CommitmentOutcome.Unavailable,
                Society.Verify(material, trust: ReferenceLogs.Trust() with { Roots = Issuer.Root("Other").AsRoot() }).Outcome);
        }
    }

    /// <summary>A log's answer with rubbish in its chain was thrown over the verifier's head.</summary>
    [CorpusFact]
    public void Included_ChainWithBytesThatAreNoCertificate_IsUnavailableWhereTheyAreNeededAndNeverAnException()
    {
        ReadOnlyMemory<byte> rubbish = new byte[] { 1, 2, 3 };
        foreach (LoggedEntry real in Society.Logged())
        {
            foreach (ReadOnlyMemory<byte>[] chain in new ReadOnlyMemory<byte>[][]
            {
                [],
                [rubbish],
                [real.Chain[0], rubbish],
                [real.Chain[1]]
            })
            {
                Assert.Equal(CommitmentOutcome.Unavailable, With(chain));
            }

            // Above what the way to the root needs, rubbish does no harm: anyone who can add it must not be able to take a proof away.
            Assert.Equal(CommitmentOutcome.Proven, With([.. real.Chain, rubbish]));

            CommitmentOutcome With(IReadOnlyList<ReadOnlyMemory<byte>> chain) =>
                Society.Verify(
                    CommitmentMaterial.Of([], [new LoggedEntry(real.Entry, real.Index, real.Leaf, chain, real.Head, real.Proof)])).Outcome;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Validate_LengthsOfTimeThatAreNotLongerThanZero_AreTheCallersMistake(int days)
    {
        Assert.Throws<ArgumentException>(new CommitmentRules { MaximumLogListAge = TimeSpan.FromDays(days) }.Validate);
        Assert.Throws<ArgumentException>(new CommitmentRules { MaximumTimeSinceLogging = TimeSpan.FromDays(days) }.Validate);
        CommitmentRules.Default.Validate();
    }
}
