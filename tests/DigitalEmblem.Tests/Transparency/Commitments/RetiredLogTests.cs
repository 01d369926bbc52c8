using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// Logs that leave the list after a commitment was verified (decisions.md, 22). If one fails, emblems that were verified
/// yesterday cannot be verified in the field once a log is retired; or a log that was thrown out, or a list that
/// someone made up, counts for what nobody logged.
/// </summary>
public sealed class RetiredLogTests : IDisposable
{
    private readonly ECDsa _publisher = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose() => _publisher.Dispose();

    [CorpusFact]
    public void Verify_LogThatHasLeftTheListSince_IsProvenByTheListOfTheDay()
    {
        foreach (CommitmentMaterial material in new[] { Society.Promised(), Society.Included() })
        {
            CommitmentRecord record = Record(material);
            CommitmentEvidence evidence = record.Verify(TrustIn(Without(_ => true)), CommitmentRules.Default, ReferenceLogs.At);
            Assert.Equal(CommitmentOutcome.Proven, evidence.Outcome);
            Assert.Contains(evidence.Entries.SelectMany(e => e.Checks), c => c.Kind == CommitmentCheckKind.Log
                && c.Detail.Contains("by which the commitment was verified before; it has left the list since", StringComparison.Ordinal));
        }
    }

    [CorpusFact]
    public void Verify_ReadBackFromJson_IsProvenToo()
    {
        byte[] json = CommitmentRecord.WriteJson([Record(Society.Promised()), Record(Society.Promised("hospital"), "hospital")]);
        IReadOnlyList<CommitmentRecord> read = CommitmentRecord.ReadJson(json);
        Assert.All(read, r => Assert.Equal(
            CommitmentOutcome.Proven, r.Verify(TrustIn(Without(_ => true)), CommitmentRules.Default, ReferenceLogs.At).Outcome));
        Assert.Equal(json, CommitmentRecord.WriteJson(read));
        Assert.Single(JsonNode.Parse(json)!["logLists"]!.AsArray());
    }

    [CorpusFact]
    public void Verify_LogRetiredBeforeItLoggedTheCertificate_IsProvenByTheListOfTheDay() => Assert.Equal(
        CommitmentOutcome.Proven,
        Record(Society.Promised())
            .Verify(TrustIn(WithState("retired", "2020-01-01T00:00:00Z")), CommitmentRules.Default, ReferenceLogs.At).Outcome);

    [CorpusFact]
    public void Verify_LogThatTheListSaysMoreOf_IsNotProven() =>
        Assert.All(["rejected", "pending", "none of the known ones"], state => Assert.Equal(
            CommitmentOutcome.Unavailable,
            Record(Society.Promised())
                .Verify(TrustIn(WithState(state, "2026-11-01T00:00:00Z")), CommitmentRules.Default, ReferenceLogs.At).Outcome));

    [CorpusFact]
    public void Verify_LogThatTheListHasAndCannotBeRead_IsNotProven()
    {
        JsonNode list = Original();
        foreach (JsonNode log in LogsOf(list))
        {
            log["description"] = 5;
        }

        Assert.Equal(
            CommitmentOutcome.Unavailable,
            Record(Society.Promised()).Verify(TrustIn(list), CommitmentRules.Default, ReferenceLogs.At).Outcome);
    }

    [CorpusFact]
    public void Verify_ListOfTheDayThatThePublisherDidNotSign_IsNotProven()
    {
        CommitmentRecord record = Record(Society.Promised());
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] today = Encoding.UTF8.GetBytes(Without(_ => true).ToJsonString());
        byte[] signature = other.SignData(today, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        TransparencyTrust ofAnother = ReferenceLogs.Trust() with
        {
            Logs = LogList.ReadSigned(today, signature, other.ExportSubjectPublicKeyInfo())
        };
        Assert.Equal(CommitmentOutcome.Unavailable, record.Verify(ofAnother, CommitmentRules.Default, ReferenceLogs.At).Outcome);
        Assert.Equal(
            CommitmentOutcome.Unavailable,
            record.Verify(ReferenceLogs.Trust() with { Logs = LogList.Read(today) }, CommitmentRules.Default, ReferenceLogs.At).Outcome);
    }

    /// <summary>Anyone who can write the store could put the log's key of long ago to use with a list of long ago.</summary>
    [CorpusFact]
    public void Verify_ListFromLongBeforeTheCertificateWasLogged_IsNotProven()
    {
        JsonNode old = Original();
        old["log_list_timestamp"] = "2020-01-01T00:00:00Z";
        CommitmentRecord record = Record(Society.Promised(), logs: Signed(old));
        Assert.Equal(CommitmentOutcome.Proven, record.Verify(TrustIn(Original()), CommitmentRules.Default, ReferenceLogs.At).Outcome);
        Assert.Equal(
            CommitmentOutcome.Unavailable, record.Verify(TrustIn(Without(_ => true)), CommitmentRules.Default, ReferenceLogs.At).Outcome);
    }

    [CorpusFact]
    public void Of_KeptAgainWhenTheLogIsGone_KeepsTheListOfTheDay()
    {
        TransparencyTrust today = TrustIn(Without(_ => true));
        CommitmentRecord record = Record(Society.Promised());
        CommitmentEvidence evidence = record.Verify(today, CommitmentRules.Default, ReferenceLogs.At);
        CommitmentRecord again = CommitmentRecord.Of(record.Claim, record.Material, evidence, today.Logs, ReferenceLogs.At.AddDays(1))!;
        Assert.Equal(CommitmentOutcome.Proven, again.Verify(today, CommitmentRules.Default, ReferenceLogs.At).Outcome);
    }

    [CorpusFact]
    public void Verify_ClaimOfAnotherEntry_IsNotProvenByTheListOfThisOne()
    {
        CommitmentRecord record = Record(Society.Promised());
        var material = CommitmentMaterial.Combine([record.Material, Society.Promised("hospital")]);
        CommitmentEvidence other = HeldEvidence.Of(material, TrustIn(Without(_ => true)))
            .ForCommitment(Society.Claim("hospital"), CommitmentRules.Default, ReferenceLogs.At);
        Assert.Equal(CommitmentOutcome.Unavailable, other.Outcome);
    }

    /// <summary>The store kept the first of two chains of one certificate, which may be the one that leads nowhere.</summary>
    [CorpusFact]
    public void Of_TheCertificateHeldTwiceAndOnceWithoutItsRootward_IsProvenFromTheRecordAlone()
    {
        BindingChain whole = Society.Chain();
        var cut = BindingChain.Of([.. whole.Certificates.Take(whole.Certificates.Count - 1)], "cut");
        Assert.NotEqual(whole.Certificates.Count, cut.Certificates.Count);
        CommitmentRecord record = Record(CommitmentMaterial.Of([cut, whole]));
        Assert.Equal(CommitmentOutcome.Proven, record.Verify(ReferenceLogs.Trust(), CommitmentRules.Default, ReferenceLogs.At).Outcome);
    }

    private CommitmentRecord Record(CommitmentMaterial material, string name = Society.Name, LogList? logs = null)
    {
        logs ??= Signed(Original());
        CommitmentClaim claim = Society.Claim(name);
        CommitmentEvidence evidence = Society.Verify(material, trust: ReferenceLogs.Trust() with { Logs = logs }, claim: claim);
        return Assert.IsType<CommitmentRecord>(CommitmentRecord.Of(claim, material, evidence, logs, ReferenceLogs.At));
    }

    private TransparencyTrust TrustIn(JsonNode list) => ReferenceLogs.Trust() with { Logs = Signed(list) };

    private LogList Signed(JsonNode list)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(list.ToJsonString());
        return LogList.ReadSigned(
            bytes,
            _publisher.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            _publisher.ExportSubjectPublicKeyInfo());
    }

    private static JsonNode Original() => JsonNode.Parse(File.ReadAllBytes(Corpora.PathOf($"{ReferenceLogs.Folder}/log_list.json")))!;

    private static JsonNode Without(Func<JsonNode, bool> gone)
    {
        JsonNode list = Original();
        foreach (JsonNode log in LogsOf(list).Where(gone).ToArray())
        {
            log.Parent!.AsArray().Remove(log);
        }

        return list;
    }

    private static JsonNode WithState(string state, string since)
    {
        JsonNode list = Original();
        foreach (JsonNode log in LogsOf(list))
        {
            log["state"] = new JsonObject { [state] = new JsonObject { ["timestamp"] = since } };
        }

        return list;
    }

    private static IEnumerable<JsonNode> LogsOf(JsonNode list) => list["operators"]!.AsArray()
        .SelectMany(o => ((string[])["logs", "tiled_logs"]).Select(m => o![m]).OfType<JsonArray>()).SelectMany(a => a).Select(l => l!);
}
