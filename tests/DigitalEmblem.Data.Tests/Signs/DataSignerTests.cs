using DigitalEmblem.TestSupport;
using Xunit;
using static DigitalEmblem.Data.Tests.Signs.DataScene;

namespace DigitalEmblem.Data.Tests.Signs;

/// <summary>A signer finds out before hours of hashing that no validator would accept what it signs.</summary>
public class DataSignerTests
{
    [Fact]
    public void A_key_that_nobody_endorsed_signs_nothing() =>
        Assert.Throws<ArgumentException>(() => Signer(key: TestKeys.Of(SignatureAlgorithm.Ed25519, 3)));

    [Fact]
    public void An_endorsement_that_has_expired_stops_it() =>
        Assert.Throws<ArgumentException>(() => Signer(at: TestTokens.Now.AddDays(60)));

    [Fact]
    public void A_purpose_that_the_endorsements_do_not_permit_stops_it() =>
        Assert.Throws<ArgumentException>(() => Signer(purposes: Purposes.CulturalProperty));

    [Fact]
    public void Endorsements_that_do_not_reach_the_key_stop_it() =>
        Assert.Throws<ArgumentException>(() => Signer(Endorsements(own: false)));

    [Fact]
    public void Endorsements_that_are_none_stop_it() => Assert.Throws<DataFormatException>(() => Signer([1, 2, 3]));

    [Fact]
    public void A_bundle_of_keys_alone_stops_it() => Assert.Throws<ArgumentException>(() => Signer(Endorsements(false, own: false)));

    [Fact]
    public void An_emblem_among_the_endorsements_stops_it() => Assert.Throws<ArgumentException>(() => Signer(Sign()));

    [Fact]
    public void Renewal_signs_the_same_root_again_and_nothing_of_the_data_is_read()
    {
        DateTimeOffset later = TestTokens.Now.AddDays(3);
        byte[] renewed = Signer().Sign(Root, later, Lifetime);
        Assert.Equal(Root, DataSign.Read(renewed).Root);
        Assert.Equal(Validity.IssuedAt(later, Lifetime).Expires, DataSign.Read(renewed).Claims.Validity.Expires);
    }
}
