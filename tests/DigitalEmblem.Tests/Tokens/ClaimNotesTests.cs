using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>
/// What is read and worth knowing: an issuer named by a registry's domain would speak for everybody below it; an empty
/// <c>log</c> looks like a commitment and is none.
/// </summary>
public class ClaimNotesTests
{
    [Fact]
    public void EmptyLog_InEitherProfile_IsReadWithAFinding()
    {
        var cwt = new RawCwt(endorsement: true);
        cwt.Claims[RawCwt.Text("log")] = "80";
        var jws = new RawJws(endorsement: true);
        jws.Claims["log"] = new JsonArray();

        foreach (UnverifiedToken token in (UnverifiedToken[])[Cwt.Read(cwt.Sign()), Jws.Read(jws.Sign())])
        {
            Assert.Equal(FindingCode.EmptyLog, Assert.Single(token.Notes).Code);
            Assert.Empty(Assert.IsType<Endorsement>(token.Claims).Log);
        }

        Assert.Empty(Cwt.Read(new RawCwt(endorsement: true).Sign()).Notes);
        Assert.Empty(Jws.Read(new RawJws(endorsement: true).Sign()).Notes);
    }

    [Fact]
    public void EmptyLog_OfAWriter_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => CommitmentEntry.WriteJson([]));
        Assert.Throws<ArgumentException>(() => CommitmentEntry.WriteCbor([]));
    }

    [Theory]
    [InlineData("https://co.uk", 1)]
    [InlineData("https://society.co.uk", 0)]
    [InlineData("https://gov.ck", 1)]
    public void PublicSuffix_AsIssuerOrSubject_IsReadWithAFinding(string organization, int findings)
    {
        var cwt = new RawCwt();
        cwt.Claims["01"] = RawCwt.Text(organization);
        var endorsing = new RawCwt(endorsement: true);
        endorsing.Claims["02"] = RawCwt.Text(organization);
        var jws = new RawJws();
        jws.Claims["iss"] = organization;
        foreach (UnverifiedToken token in (UnverifiedToken[])[Cwt.Read(cwt.Sign()), Cwt.Read(endorsing.Sign()), Jws.Read(jws.Sign())])
        {
            Assert.Equal(findings, token.Notes.Count(n => n.Code == FindingCode.OrganizationIsPublicSuffix));
        }
    }
}
