using System.Security.Cryptography.X509Certificates;
using System.Text;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// A commitment as it stands in public logs (corpora, deployed). If one fails, the software does not prove what the world has published.
/// </summary>
public class DeployedCommitmentTests
{
    private const string Folder = "deployed/auth.felixlinker.de/auth.felixlinker.de";
    private const string RootName = "ISRG Root X1";

    private static readonly DateTimeOffset At = new(2026, 6, 17, 0, 10, 0, TimeSpan.Zero);

    [CorpusFact]
    public void LogEntries_DeployedChain_AreWhatItsEndorsementClaims()
    {
        string written = File.ReadAllText(Corpora.PathOf($"{Folder}.logs.json"));

        Assert.Equal(CommitmentEntry.ReadJson(Encoding.UTF8.GetBytes(written)), Chain().LogEntries());
        Assert.Equal(written.TrimEnd('\n'), CommitmentEntry.WriteJson(Chain().LogEntries()));
        Assert.Equal(Claim().Log, Chain().LogEntries());
    }

    [CorpusFact]
    public void Scts_DeployedChain_AreTheLogsOfGooglesListAndOfNoOther()
    {
        LogList list = Logs();
        Assert.Equal(2, Chain().Promised.Count);
        Assert.All(
            Chain().Promised,
            p => Assert.Equal([p.Sct.LogId], list.Logs.Where(log => log.IsPromisedBy(p.Sct, p.Leaf)).Select(log => log.Id)));
    }

    /// <summary>
    /// Its root is not in the corpus, only in the stores of systems: where this one has none, every other check must
    /// still hold, and the chain be what is amiss.
    /// </summary>
    [CorpusFact]
    public void Verify_DefaultNames_IsProvenWhereTheSystemHasTheRoot()
    {
        CommitmentEvidence evidence = Verify(CommitmentRules.Default, RootStore.System);

        bool rooted = SystemHasTheRoot();
        Assert.Equal(rooted ? CommitmentOutcome.Proven : CommitmentOutcome.Unavailable, evidence.Outcome);
        Assert.Equal(2, evidence.Entries.Count);
        foreach (EntryEvidence entry in evidence.Entries)
        {
            // One of the two logs is rejected in this list, and so is not enough by itself.
            bool counts = StatedState(entry.Entry.LogId) == "usable";
            Assert.Equal(rooted && counts ? CommitmentOutcome.Proven : CommitmentOutcome.Unavailable, entry.Outcome);
            Assert.Equal(new BindingNames(KeyName: true, ConfigurationName: false, DomainName: true), entry.Names);
            foreach (CommitmentCheck check in entry.Checks.Where(c => c.Kind != CommitmentCheckKind.Revocation))
            {
                bool holds = check.Kind switch { CommitmentCheckKind.Log => counts, CommitmentCheckKind.Chain => rooted, _ => true };
                Assert.Equal((check.Kind, holds ? CheckOutcome.Held : CheckOutcome.Failed), (check.Kind, check.Outcome));
            }
        }

        Assert.Equal(["rejected", "usable"], evidence.Entries.Select(e => StatedState(e.Entry.LogId)).Order(StringComparer.Ordinal));
        Assert.Equal(CommitmentOutcome.Unavailable, Verify(new CommitmentRules { AllEntries = true }, RootStore.System).Outcome);
        Assert.Equal(rooted, evidence.Findings.Any(f => f.Code == FindingCode.PrototypeNames));
    }

    [CorpusFact]
    public void Verify_StrictNames_IsRefutedWhateverTheRoots()
    {
        Assert.Equal(CommitmentOutcome.Refuted, Verify(new CommitmentRules { StrictNames = true }, RootStore.System).Outcome);
        Assert.Equal(CommitmentOutcome.Refuted, Verify(new CommitmentRules { StrictNames = true }, Issuer.Root("Other").AsRoot()).Outcome);
    }

    [CorpusFact]
    public void Verify_OtherRootsOrOtherOrganizationOrOtherKey_IsNotProven()
    {
        Assert.Equal(CommitmentOutcome.Unavailable, Verify(CommitmentRules.Default, Issuer.Root("Other").AsRoot()).Outcome);
        Assert.Equal(
            CommitmentOutcome.Refuted,
            Verify(CommitmentRules.Default, RootStore.System, Claim() with { Organization = TestTokens.Society }).Outcome);
        Assert.Equal(CommitmentOutcome.Refuted, Verify(
            CommitmentRules.Default, RootStore.System, Claim() with { Key = TestKeys.Of(SignatureAlgorithm.ES256).PublicKey }).Outcome);
    }

    private static CommitmentEvidence Verify(CommitmentRules rules, RootStore roots, CommitmentClaim? claim = null) =>
        HeldEvidence.Of(CommitmentMaterial.Of([Chain()]), new TransparencyTrust { Logs = Logs(), Roots = roots })
            .ForCommitment(claim ?? Claim(), rules, At);

    private static BindingChain Chain() => BindingChain.Read(File.ReadAllBytes(Corpora.PathOf($"{Folder}.fullchain.pem")), "fullchain.pem");

    private static LogList Logs() => LogList.Read(File.ReadAllBytes(Corpora.PathOf("ct/loglists/google_all_logs_list.json")));

    private static CommitmentClaim Claim() => Assert.Single(
        CommitmentClaim.In(UnverifiedTokens.Read(File.ReadAllBytes(Corpora.PathOf("deployed/emblem.felixlinker.de.txt")))),
        c => c.Organization.ToString() == "https://auth.felixlinker.de");

    private static string StatedState(Sha256Digest logId) =>
        Corpora.Json("ct/loglists/google_all_logs_list.json").GetProperty("operators").EnumerateArray()
            .SelectMany(o => o.GetProperty("logs").EnumerateArray())
            .Single(log => log.GetProperty("log_id").GetString() == logId.ToBase64())
            .GetProperty("state").EnumerateObject().Single().Name;

    private static bool SystemHasTheRoot()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        return store.Certificates.Any(c => c.GetNameInfo(X509NameType.SimpleName, forIssuer: false) == RootName);
    }
}
