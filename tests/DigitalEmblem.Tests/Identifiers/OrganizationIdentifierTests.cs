using Xunit;

namespace DigitalEmblem.Tests.Identifiers;

/// <summary>A second spelling of one organization is a second organization to some reader: endorsements would count for the wrong one.</summary>
public class OrganizationIdentifierTests
{
    [Theory]
    [InlineData("https://society.example")]
    [InlineData("https://xn--clinic-cua.example")]
    [InlineData("https://a.b.c.example")]
    public void Parse_Identifier_RoundTrips(string text)
    {
        OrganizationIdentifier organization = OrganizationIdentifier.Parse(text);
        Assert.Equal(text, organization.ToString());
        Assert.Equal(organization, OrganizationIdentifier.ForDomain(organization.Domain));
    }

    [Theory]
    [InlineData("")]
    [InlineData("society.example")]
    [InlineData("http://society.example")]
    [InlineData("HTTPS://society.example")]
    [InlineData("https://Society.example")]
    [InlineData("https://society.example/")]
    [InlineData("https://society.example/path")]
    [InlineData("https://society.example:443")]
    [InlineData("https://society.example?q")]
    [InlineData("https://society.example#f")]
    [InlineData("https://user@society.example")]
    [InlineData("https://society.example.")]
    [InlineData("https://192.0.2.1")]
    [InlineData("https://[2001:db8::1]")]
    [InlineData("https://bücher.example")]
    [InlineData("https://a_b.example")]
    [InlineData("https://")]
    [InlineData(" https://society.example")]
    [InlineData("https://society.example\n")]
    public void Parse_AnythingElse_IsRefused(string text)
    {
        Assert.False(OrganizationIdentifier.TryParse(text, out _));
        Assert.Throws<FormatException>(() => OrganizationIdentifier.Parse(text));
    }

    [Fact]
    public void ForDomain_NoHostName_IsRefused() =>
        Assert.Throws<ArgumentException>(() => OrganizationIdentifier.ForDomain(DomainName.Parse("_a.example")));
}
