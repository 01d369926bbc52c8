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
        string folder = records.FullPath;
        DateTimeOffset now = TestTokens.Now;
        TrustPolicy policy = TrustPolicy.Default;
        HeldEvidence evidence = HeldEvidence.AssumeCommittedUnsafe;
        TimeSpan lifetime = DataScene.Lifetime;
        DataMarker marker = MarkerOf(DataScene.EmblemKey, DataScene.Endorsements(), now, lifetime, new SettableClock(now));

        DataMarked marked = await marker.MarkAsync(folder, new DataMarkOptions { Lifetime = lifetime });

        DataCheck check = await DataChecker.CheckAsync(folder, new DataCheckOptions { Policy = policy, Evidence = evidence, At = now });
        bool isAsMarked = check.Outcome == DataOutcome.Marked; // and check.Verdict says by whom, and who vouches for it

        Assert.True(isAsMarked, check.Reason);
        Assert.Equal(marked.Root, check.Root);
    }

    // The README's marker goes by the system's clock; the tokens of this test are of another time.
    private static DataMarker MarkerOf(SigningKey key, byte[] endorsements, DateTimeOffset now, TimeSpan lifetime, TimeProvider clock)
    {
        // endorsements: the bytes of the bundle of those above the key. With a wrong key or an endorsement that has ended, this throws.
        var signer = DataSigner.Create(
            key, OrganizationIdentifier.Parse("https://society.example"), Purposes.Protective, endorsements, now, lifetime);
        var marker = new DataMarker(signer);

        Assert.NotNull(marker);
        return new DataMarker(signer, clock);
    }
}
