using System.Text;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Exchange;

/// <summary>
/// Grounds of entitlement in a request for an endorsement. When these fail, an authority reads another ground than was signed, a request of
/// before is refused, or what concerns people who decide gets into a token that everyone reads.
/// </summary>
public class GroundsTests
{
    private static readonly EndorsementTerms Terms = TestExchange.Terms() with
    {
        Grounds = [TestExchange.Ground(), TestExchange.Ground(Purposes.Indicative) with { Rule = EntitlementRule.OfNationalLaw("Act 4") }],
    };

    [Fact]
    public void Grounds_AreSigned_ReadBack_AndInNoEndorsement()
    {
        EndorsementRequest request = EndorsementRequest.Read(
            EndorsementRequest.Sign(Terms, TestExchange.Root).ToBytes()).Verify()!;

        Assert.Equal(Terms.Grounds, request.Terms.Grounds);
        Endorsement endorsement = request.ToEndorsement(
            TestTokens.Ministry, [TestTokens.LogEntry], Validity.From(TestTokens.Now, TimeSpan.FromDays(3)), Purposes.Protective);
        byte[] signed = SigningItem.Of(endorsement).ToBeSignedBy(TestExchange.Root.PublicKey);
        Assert.DoesNotContain("Decision", Encoding.Latin1.GetString(signed), StringComparison.Ordinal);
    }

    /// <summary>Requests that were signed before there were grounds stay what they are, byte for byte.</summary>
    [Fact]
    public void RequestWithoutGrounds_HasNoMemberForThem() =>
        Assert.DoesNotContain(
            "grounds", Encoding.Latin1.GetString(EndorsementTermsCodec.Write(TestExchange.Terms())), StringComparison.Ordinal);

    /// <summary>When this fails, a signed request cannot be read any more once the law texts of a build have changed.</summary>
    [Fact]
    public void ArticleThatTheseLawTextsDoNotCite_IsReadable_AndNotAskedWith()
    {
        Entitlement ground = TestExchange.Ground() with { Rule = EntitlementRule.OfTreaty("GC I", "999") };

        byte[] file = EndorsementRequest.Sign(Terms with { Grounds = [ground] }, TestExchange.Root).ToBytes();

        Assert.Equal([ground], EndorsementRequest.Read(file).Verify()!.Terms.Grounds);
        Assert.NotEmpty(ground.Validate(new DateOnly(2026, 12, 1)));
    }

    [Fact]
    public void GroundsThatCannotBeStated_AreRefused()
    {
        Entitlement good = TestExchange.Ground();
        foreach (ValueList<Entitlement> grounds in new ValueList<Entitlement>[]
        {
            [good with { Purposes = Purposes.CulturalProperty }],
            [good with { Purposes = Purposes.None }],
            [good with { Reference = "" }],
            [good with { Reference = "12\u001b[2J" }],
            [good with { Competence = new string('x', Entitlement.MaxLength + 1) }],
            [good with { Rule = new EntitlementRule(null, null) }],
            [good with { Rule = new EntitlementRule(good.Rule.Source, "Act 4") }],
            [good with { Rule = EntitlementRule.OfTreaty("GC I", new string('4', 41)) }],
            [.. Enumerable.Repeat(good, EntitlementCodec.MostGrounds + 1)],
        })
        {
            Assert.Throws<ArgumentException>(() => EndorsementRequest.Sign(Terms with { Grounds = grounds }, TestExchange.Root));
            Assert.Throws<TokenFormatException>(
                () => EndorsementTermsCodec.Read(EndorsementTermsCodec.Write(Terms with { Grounds = grounds })));
        }
    }
}
