using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Xunit;
using static DigitalEmblem.Data.Tests.Signs.DataScene;

namespace DigitalEmblem.Data.Tests.Signs;

public class DataSignTests
{
    [Fact]
    public void A_sign_that_was_made_is_marked_and_names_its_root_and_nothing_of_the_data()
    {
        byte[] sign = Sign();
        Assert.Equal(Root, DataSign.Read(sign).Root);
        Verdict verdict = Verify(sign);
        Assert.Equal(VerdictOutcome.Marked, verdict.Outcome);
        Assert.Equal(SecurityLevel.Endorsed, verdict.Level);
        Assert.Equal(AssetKind.Data, verdict.Asset!.Kind);
        Assert.Equal([Root.ToAsset()], verdict.Assets);
    }

    [Fact]
    public void No_finding_says_that_data_lie_outside_the_issuers_domain() => Assert.DoesNotContain(
        Verify(Sign()).Findings, f => f.Code is FindingCode.AssetOutsideIssuerDomain or FindingCode.AssetNotRecognized);

    [Fact]
    public void Less_than_the_policy_asks_for_is_not_accepted() => Assert.Equal(
        VerdictOutcome.NotAccepted,
        Verify(Sign(), TrustPolicy.Default with { RequiredPurposes = Purposes.CulturalProperty }).Outcome);

    [Fact]
    public void A_scope_of_hosts_accepts_no_data() => Assert.Equal(
        VerdictOutcome.NotAccepted,
        Verify(Sign(), TrustPolicy.Default with { AssetScope = [AssetIdentifier.Parse("*")] }).Outcome);

    [Fact]
    public void Without_evidence_on_commitments_it_could_not_be_found_out() =>
        Assert.Equal(VerdictOutcome.Indeterminate, Verify(Sign(), evidence: HeldEvidence.None).Outcome);

    [Fact]
    public void A_key_that_the_policy_trusts_carries_the_result()
    {
        TrustPolicy policy = TrustPolicy.Default with { TrustedKeys = [EmblemKey.PublicKey] };
        Assert.True(Verify(Sign(), policy).Trusted);
        TrustPolicy another = policy with { TrustedKeys = [TestKeys.Of(SignatureAlgorithm.ES512).PublicKey] };
        Assert.Equal(VerdictOutcome.NotAccepted, Verify(Sign(), another).Outcome);
    }

    [Fact]
    public void After_its_end_it_is_invalid() => Assert.Equal(
        VerdictOutcome.Invalid, Verify(Sign(), at: TestTokens.Now + Lifetime + TimeSpan.FromHours(1)).Outcome);

    [Fact]
    public void A_token_with_any_one_bit_flipped_marks_nothing()
    {
        byte[] token = Cwt.SignOfData(
            new Emblem
            {
                Assets = [Root.ToAsset()],
                Purposes = Purposes.Protective,
                Validity = Validity.From(TestTokens.Now, Lifetime),
            },
            EmblemKey);
        byte[] key = Raw.Bytes(EmblemKey.PublicKey.ToCoseKey()), sign = Raw.Array(Raw.Bytes(token), key);
        TrustPolicy signed = TrustPolicy.Default with { RequiredLevel = SecurityLevel.Signed };
        Assert.Equal(VerdictOutcome.Marked, Verify(sign, signed).Outcome);
        for (int bit = 0; bit < (sign.Length - key.Length) * 8; bit++)
        {
            byte[] altered = [.. sign];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.NotEqual(VerdictOutcome.Marked, Verify(altered, signed).Outcome);
            }
            catch (DataFormatException)
            {
                // Refused before it was verified.
            }
        }
    }

    [Fact]
    public void The_callers_buffer_can_change_after_the_sign_was_read()
    {
        byte[] bytes = Sign();
        DataSign sign = DataSign.Read(bytes);
        Array.Clear(bytes);
        Assert.Equal(
            VerdictOutcome.Marked, sign.Verify(TrustPolicy.Default, HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now).Outcome);
    }

    [Fact]
    public void More_than_1_MiB_or_128_keys_are_refused()
    {
        Assert.Throws<DataFormatException>(() => DataSign.Read(new byte[(1 << 20) + 1]));
        byte[] key = Raw.Bytes(EmblemKey.PublicKey.ToCoseKey());
        Assert.Throws<DataFormatException>(() => DataSign.Read(Raw.Array([.. Enumerable.Repeat(key, 129)])));
    }
}
