using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Xunit;
using static DigitalEmblem.Data.Tests.Signs.DataScene;

namespace DigitalEmblem.Data.Tests.Signs;

/// <summary>A sign of data is never taken for a host's, and a host's never for one of data.</summary>
public class HostsAndDataTests
{
    private static readonly string Text = Root.ToString();

    [Fact]
    public void A_sign_of_data_given_as_a_hosts_token_marks_nothing_and_says_what_it_is()
    {
        byte[] sign = Sign();
        foreach (string? asked in (string?[])[null, "www.society.example"])
        {
            Verdict verdict = AsHosts(sign, asked);
            Assert.Equal(VerdictOutcome.NotAccepted, verdict.Outcome);
            Assert.Contains("This is a sign of data", verdict.Reason, StringComparison.Ordinal);
            Assert.Contains("emblem data check", verdict.ToString(), StringComparison.Ordinal);
            Assert.All(verdict.Assets, a => Assert.Equal(AssetKind.Unrecognized, a.Kind));
        }
    }

    [Theory]
    [InlineData("ADEM-DATA:1:AAAA")]
    [InlineData("adem-data:2:aaaa")]
    [InlineData("adem-data:")]
    public void What_only_claims_to_be_a_sign_of_data_marks_no_host_either(string text)
    {
        Verdict verdict = AsHosts(HostsBundle(text), null);
        Assert.Equal(VerdictOutcome.NotAccepted, verdict.Outcome);
    }

    [Fact]
    public void A_host_beside_a_text_of_data_is_marked_as_it_was_before()
    {
        byte[] bundle = HostsBundle(Text, "www.society.example");
        Assert.Equal(VerdictOutcome.Marked, AsHosts(bundle, "www.society.example").Outcome);
        Assert.Equal(VerdictOutcome.NotAccepted, AsHosts(bundle, "other.society.example").Outcome);
        Assert.Throws<DataFormatException>(() => DataSign.Read(bundle));
    }

    [Fact]
    public void A_hosts_emblem_read_as_a_sign_of_data_is_refused() =>
        Assert.Throws<DataFormatException>(() => DataSign.Read(HostsBundle("www.society.example")));

    [Fact]
    public void Bytes_that_were_read_as_a_hosts_are_read_anew_as_data_also_with_one_cache()
    {
        var cache = new VerificationCache();
        byte[] token = Cwt.SignOfData(EmblemOf(Root.ToAsset()), EmblemKey);
        for (int i = 0; i < 2; i++)
        {
            var host = (Emblem)InputReader.ReadItem(token, new InputItem(1, "x"), TokenLimits.Default, cache).Token!.Claims;
            var data = (Emblem)InputReader.ReadItemOfData(token, new InputItem(1, "x"), TokenLimits.Default, cache).Token!.Claims;
            Assert.Equal(AssetKind.Unrecognized, host.Assets[0].Kind);
            Assert.Equal(AssetKind.Data, data.Assets[0].Kind);
            Assert.False(host.Assets[0].Covers(data.Assets[0]));
            Assert.False(data.Assets[0].Covers(host.Assets[0]));
        }
    }

    [Fact]
    public void The_text_of_a_root_is_no_identifier_that_anyone_can_ask_about()
    {
        Assert.False(AssetIdentifier.TryParse(Text, out _));
        Assert.False(DomainName.TryParse(Text, out _));
        Assert.Equal(AssetKind.Unrecognized, AssetIdentifier.FromCwtClaim(Text).Kind);
        Assert.Equal(AssetKind.Unrecognized, AssetIdentifier.FromJwsClaim(Text).Kind);
    }

    [Fact]
    public void Data_cover_only_themselves_and_nothing_else_covers_them()
    {
        AssetIdentifier data = Root.ToAsset(), other = DataRoot.FromBytes(Raw.Nonce).ToAsset();
        Assert.True(data.Covers(DataRoot.Parse(Text).ToAsset()));
        Assert.False(data.Covers(other));
        foreach (string host in (string[])["*", "www.society.example", "*.example", "[::/0]", "[192.0.2.1]"])
        {
            Assert.False(AssetIdentifier.Parse(host).Covers(data));
            Assert.False(data.Covers(AssetIdentifier.Parse(host)));
        }
    }

    [Fact]
    public void Nobody_signs_data_as_a_host_or_hosts_as_data_or_both_together()
    {
        AssetIdentifier host = AssetIdentifier.Parse("www.society.example"), data = Root.ToAsset();
        Assert.Throws<ArgumentException>(() => Cwt.Sign(EmblemOf(data), EmblemKey));
        Assert.Throws<ArgumentException>(() => Cwt.Sign(EmblemOf(host, data), EmblemKey));
        Assert.Throws<ArgumentException>(() => Jws.Sign(EmblemOf(data), EmblemKey));
        Assert.Throws<ArgumentException>(() => Cwt.SignOfData(EmblemOf(host), EmblemKey));
        Assert.Throws<ArgumentException>(() => Cwt.SignOfData(EmblemOf(data, host), EmblemKey));
        Assert.Throws<ArgumentException>(() => Cwt.SignOfData(EmblemOf(data, data), EmblemKey));
        Assert.Throws<ArgumentException>(() => Cwt.SignOfData(EmblemOf(), EmblemKey));
    }

    [Fact]
    public void Roots_are_read_and_written_in_one_spelling()
    {
        Assert.Equal(Root, DataRoot.Parse(Root.ToString()));
        Assert.False(DataRoot.TryParse(Text.ToUpperInvariant(), out _));
        Assert.False(DataRoot.TryParse(null, out _));
        Assert.Throws<DataFormatException>(() => DataRoot.Parse("www.society.example"));
    }

    private static Emblem EmblemOf(params AssetIdentifier[] assets) => TestTokens.Emblem() with { Assets = [.. assets] };

    private static byte[] HostsBundle(params string[] assets) => TokenBundle.Write(
    [
        Cwt.SignUnsafe(EmblemOf([.. assets.Select(AssetIdentifier.FromCwtClaim)]), EmblemKey),
        .. TokenBundle.Split(Endorsements(), TokenLimits.Default),
    ]);

    private static Verdict AsHosts(byte[] bundle, string? asked) => TrustPolicy.Default.Decide(
        new EmblemVerifier().Verify(UnverifiedTokens.Read(bundle), HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now),
        asked is null ? null : AssetIdentifier.Parse(asked));
}
