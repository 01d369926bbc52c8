using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// What a store keeps of commitments. If a record can be changed and still prove, anyone who can write the file can claim any organization;
/// if it does not read back, offline use ends.
/// </summary>
public class CommitmentRecordTests
{
    private static readonly string[] Names = ["society", "hospital", "clinic", "presigned", "lapsed"];

    [CorpusFact]
    public void Json_EveryProvenCommitment_ReadsBackAndIsProvenAgain()
    {
        foreach (string name in Names)
        {
            foreach ((CommitmentMaterial material, LogAssurance assurance) in new[]
            {
                (Society.Promised(name), LogAssurance.Promised),
                (Society.Included(name), LogAssurance.Included)
            })
            {
                CommitmentRecord record = Record(name, material);
                CommitmentRecord read = Assert.Single(CommitmentRecord.ReadJson(CommitmentRecord.WriteJson([record])));

                Assert.Equal(record.Claim, read.Claim);
                Assert.Equal((record.VerifiedAt, assurance), (read.VerifiedAt, read.Assurance));
                Assert.Equal(record.Material.Chains.Count, read.Material.Chains.Count);
                Assert.Equal(record.Material.Logged.Count, read.Material.Logged.Count);
                CommitmentEvidence again = read.Verify(ReferenceLogs.Trust(), CommitmentRules.Default, ReferenceLogs.At);
                Assert.Equal(CommitmentOutcome.Proven, again.Outcome);
                Assert.Equal(
                    record.Verify(ReferenceLogs.Trust(), CommitmentRules.Default, ReferenceLogs.At).Entries.Select(e => e.Assurance),
                    again.Entries.Select(e => e.Assurance));
            }
        }
    }

    [CorpusFact]
    public void Json_SameRecordsInAnyOrder_AreTheSameBytes()
    {
        CommitmentRecord[] records = [.. Names.Select(n => Record(n, Society.Promised(n)))];
        byte[] written = CommitmentRecord.WriteJson(records);

        Assert.Equal(written, CommitmentRecord.WriteJson(records.Reverse()));
        Assert.Equal(written, CommitmentRecord.WriteJson(CommitmentRecord.ReadJson(written)));
        Assert.Equal(
            written,
            CommitmentRecord.WriteJson(CommitmentRecord.ReadJson(written).Skip(2).Concat(CommitmentRecord.ReadJson(written).Take(2))));
        Assert.NotEqual(written, CommitmentRecord.WriteJson(records.Skip(1)));
        Assert.Equal((byte)'\n', written[^1]);
    }

    /// <summary>Two of one organization and key stood in the order in which they came.</summary>
    [CorpusFact]
    public void Json_TwoRecordsOfOneOrganizationAndKeyInAnyOrder_AreTheSameBytes()
    {
        CommitmentRecord record = Record("society", Society.Promised());
        CommitmentRecord[] records =
            [record, Record("society", Society.Included()), record with { VerifiedAt = record.VerifiedAt.AddDays(1) }];
        Assert.Equal(CommitmentRecord.WriteJson(records), CommitmentRecord.WriteJson(records.Reverse()));
    }

    [CorpusFact]
    public void Json_NoRecords_IsADocumentToo() => Assert.Empty(CommitmentRecord.ReadJson(CommitmentRecord.WriteJson([])));

    [CorpusFact]
    public void Of_WhatIsNotProven_IsNoRecord()
    {
        CommitmentMaterial material = Society.Promised();
        Assert.Null(CommitmentRecord.Of(
            Society.Claim(), material, Society.Verify(material, trust: TransparencyTrust.None), null, ReferenceLogs.At));
        Assert.Null(CommitmentRecord.Of(
            Society.Claim(),
            material,
            HeldEvidence.AssumeCommittedUnsafe.ForCommitment(Society.Claim(), CommitmentRules.Default, ReferenceLogs.At),
            null,
            ReferenceLogs.At));
    }

    [CorpusFact]
    public void Of_MaterialOfOthers_IsLeftOut()
    {
        var everything = CommitmentMaterial.Combine([ReferenceLogs.EveryChain(), .. Names.Select(n => Society.Included(n))]);
        CommitmentRecord record = Record("society", everything);

        Assert.Equal(Society.Claim().Log.ToHashSet(), record.Material.Logged.Select(l => l.Entry).ToHashSet());
        Assert.All(record.Material.Chains, chain => Assert.Contains("society.example", chain.DnsNames));
    }

    [CorpusFact]
    public void Verify_ClaimOfARecordAltered_IsNotProven()
    {
        foreach (CommitmentMaterial material in new[] { Society.Promised(), Society.Included() })
        {
            CommitmentRecord record = Record("society", material);
            CommitmentClaim other = Society.Claim("hospital");
            Assert.True(IsProven(CommitmentRecord.WriteJson([record])));
            foreach (CommitmentClaim claim in new[]
            {
                record.Claim with { Organization = other.Organization },
                record.Claim with { Key = other.Key },
                record.Claim with { Log = other.Log },
                record.Claim with
                {
                    Log = [.. record.Claim.Log.Select(e => e.LeafIndex is { } i
                        ? CommitmentEntry.InStaticLog(e.LogId, i + 1)
                        : CommitmentEntry.InV1Log(e.LogId, e.LogId))]
                },
            })
            {
                AssertNotProven(record with { Claim = claim });
            }
        }
    }

    [CorpusFact]
    public void Verify_AnyBase64TextOfAnIncludedRecordAltered_IsRefusedOrNotProven()
    {
        // One entry only, so that nothing else proves it.
        LoggedEntry logged = Society.Logged().First(l => l.Entry.LeafIndex is not null);
        CommitmentRecord record = Record("society", CommitmentMaterial.Of([], [logged])) with
        {
            Claim = Society.Claim() with { Log = [logged.Entry] }
        };
        JsonNode Parse() => JsonNode.Parse(CommitmentRecord.WriteJson([record]))!;
        string[] paths = [.. Texts(Parse()["commitments"]![0]!["logged"]![0]!)];
        int tried = 0;
        Assert.True(IsProven(CommitmentRecord.WriteJson([record])));
        foreach (string path in paths.Append("$.commitments[0].key"))
        {
            int length = Find(Parse(), path).GetValue<string>().Length;
            for (int at = 2; at < length - 4; at += Math.Max(1, length / 12))
            {
                JsonNode json = Parse();
                JsonNode text = Find(json, path);
                char[] chars = text.GetValue<string>().ToCharArray();
                chars[at] = chars[at] == 'A' ? 'B' : 'A';
                text.ReplaceWith(new string(chars));
                tried++;

                // Roots that a log delivers along are not needed: the store has its own.
                if (!path.Contains("chain[2]", StringComparison.Ordinal))
                {
                    Assert.False(IsProven(Encoding.UTF8.GetBytes(json.ToJsonString())), $"{path}, character {at}");
                }
            }
        }

        Assert.True(tried > 100);
    }

    [CorpusFact]
    public void Verify_NumbersOfAnIncludedRecordAltered_IsRefusedOrNotProven()
    {
        LoggedEntry logged = Society.Logged().First(l => l.Entry.LeafIndex is not null);
        CommitmentRecord record = Record("society", CommitmentMaterial.Of([], [logged])) with
        {
            Claim = Society.Claim() with { Log = [logged.Entry] }
        };
        Assert.True(IsProven(CommitmentRecord.WriteJson([record])));
        foreach (string path in new[]
        {
            "logged[0].index", "logged[0].head.size", "logged[0].head.timestamp", "logged[0].entry.index", "log[0].index"
        })
        {
            foreach (JsonNode? value in new JsonNode?[] { 1, 0, -1, 1e300, "1", null, long.MaxValue, ulong.MaxValue })
            {
                JsonNode json = JsonNode.Parse(CommitmentRecord.WriteJson([record]))!;
                Find(json, $"$.commitments[0].{path}").ReplaceWith(value);
                Assert.False(IsProven(Encoding.UTF8.GetBytes(json.ToJsonString())), $"{path} {value}");
            }
        }
    }

    [CorpusFact]
    public void Json_RealDocumentWithFaults_ThrowsTheOneExceptionOnlyAndProvesNothingElse()
    {
        CommitmentClaim claim = Society.Claim();
        byte[][] real =
        [
            CommitmentRecord.WriteJson([Record("society", Society.Promised())]),
            CommitmentRecord.WriteJson([Record("society", Society.Included())])
        ];
        TransparencyTrust trust = ReferenceLogs.Trust();
        Prop.ForAll(Mutations.Of(real), bytes =>
        {
            IReadOnlyList<CommitmentRecord> read = [];
            Mutations.IsRead(() => read = CommitmentRecord.ReadJson(bytes));

            // What is proven is what was proven before, whatever else was changed in the file.
            return read.All(r => r.Verify(trust, CommitmentRules.Default, ReferenceLogs.At).Outcome != CommitmentOutcome.Proven
                || (r.Claim.Organization, r.Claim.Key.CoseIdentifier) == (claim.Organization, claim.Key.CoseIdentifier));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":"digital-emblem-commitments"}""")]
    [InlineData("""{"format":"other","version":1,"commitments":[]}""")]
    [InlineData("""{"format":"digital-emblem-commitments","version":"1","commitments":[]}""")]
    [InlineData("""{"format":"digital-emblem-commitments","version":1,"commitments":{}}""")]
    [InlineData("""{"format":"digital-emblem-commitments","version":1,"commitments":[1]}""")]
    [InlineData("""{"format":"digital-emblem-commitments","version":1,"commitments":[{}]}""")]
    [InlineData("""{"format":"digital-emblem-commitments","version":1,"commitments":[{"key":"AAAA"}]}""")]
    [InlineData("""{"format":"digital-emblem-commitments","version":1,"commitments":[],"commitments":[]}""")]
    public void Json_NoSuchDocument_IsRefused(string json) =>
        Assert.Throws<TokenFormatException>(() => CommitmentRecord.ReadJson(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Json_LaterVersion_IsUnsupported() => Assert.Equal(
        FormatFault.Unsupported,
        Assert.Throws<TokenFormatException>(
            () => CommitmentRecord.ReadJson("""{"format":"digital-emblem-commitments","version":2,"commitments":[]}"""u8.ToArray())).Fault);

    private static CommitmentRecord Record(string name, CommitmentMaterial material)
    {
        CommitmentClaim claim = Society.Claim(name);
        return Assert.IsType<CommitmentRecord>(
            CommitmentRecord.Of(claim, material, Society.Verify(material, claim: claim), null, ReferenceLogs.At));
    }

    private static void AssertNotProven(CommitmentRecord record)
    {
        Assert.NotEqual(CommitmentOutcome.Proven, record.Verify(ReferenceLogs.Trust(), CommitmentRules.Default, ReferenceLogs.At).Outcome);
        Assert.False(IsProven(CommitmentRecord.WriteJson([record])));
    }

    private static bool IsProven(byte[] json)
    {
        IReadOnlyList<CommitmentRecord> read = [];
        Mutations.IsRead(() => read = CommitmentRecord.ReadJson(json));
        return read.Any(
            r => r.Verify(ReferenceLogs.Trust(), CommitmentRules.Default, ReferenceLogs.At).Outcome == CommitmentOutcome.Proven);
    }

    private static IEnumerable<string> Texts(JsonNode node) => node switch
    {
        JsonObject o => o.Select(p => p.Value!).SelectMany(Texts),
        JsonArray a => a.Select(i => i!).SelectMany(Texts),
        _ when node.GetValueKind() == System.Text.Json.JsonValueKind.String => [node.GetPath()],
        _ => [],
    };

    // The paths that JsonNode.GetPath writes.
    private static JsonNode Find(JsonNode root, string path) => path.Split('.', '[').Skip(1).Aggregate(
        root, (node, step) => step.EndsWith(']') ? node[int.Parse(step[..^1])]! : node[step]!);
}
