using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Data.Tests;

/// <summary>The code of the README, compiled and run. If it fails, the first thing a developer tries with data does not work.</summary>
public class ReadmeExamples
{
    [Fact]
    public async Task Marking_and_checking_as_in_the_readme_finds_the_data_as_marked()
    {
        using TestTree records = new TestTree().AddFile("a").AddFile("b");
        SigningKey key = DataScene.EmblemKey;
        byte[] endorsements = DataScene.Endorsements();
        DateTimeOffset now = TestTokens.Now;
        TimeSpan lifetime = DataScene.Lifetime;
        TrustPolicy policy = TrustPolicy.Default;
        HeldEvidence evidence = HeldEvidence.AssumeCommittedUnsafe;

        // endorsements: the bytes of the bundle of those above the key. With a wrong key or an endorsement that has ended, this throws.
        var signer = DataSigner.Create(
            key, OrganizationIdentifier.Parse("https://society.example"), Purposes.Protective, endorsements, now, lifetime);
        DataMarker marker = new(signer, new SettableClock(now)); // in the README: new DataMarker(signer)
        DataMarked marked = await marker.MarkAsync(records.FullPath, new DataMarkOptions { Lifetime = lifetime });

        DataCheck check = await DataChecker.CheckAsync(
            records.FullPath, new DataCheckOptions { Policy = policy, Evidence = evidence, At = now });
        bool isAsMarked = check.Outcome == DataOutcome.Marked; // and check.Verdict says by whom, and who vouches for it

        Assert.True(isAsMarked, check.Reason);
        Assert.Equal(marked.Root, check.Root);
    }
}
