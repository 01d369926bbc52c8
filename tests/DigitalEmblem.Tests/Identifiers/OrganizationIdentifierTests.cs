using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Identifiers;

/// <summary>
/// A second spelling of one organization is a second organization to some reader: endorsements would count for the wrong one.
/// </summary>
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
    [InlineData("https://org")]
    [InlineData("https://localhost")]
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

    [Fact]
    public void ForDomain_OneLabel_IsRefused() =>
        Assert.Throws<ArgumentException>(() => OrganizationIdentifier.ForDomain(DomainName.Parse("org")));

    [Theory]
    [InlineData("co.uk", true)]
    [InlineData("gov.uk", true)]
    [InlineData("society.gov.uk", false)]
    [InlineData("society.example", false)]
    [InlineData("sch.uk", true)]
    [InlineData("kobe.jp", true)]
    [InlineData("school.any.sch.uk", false)]
    [InlineData("any.sch.uk", true)]
    [InlineData("any.ck", true)]
    [InlineData("www.ck", false)]
    [InlineData("society.any.ck", false)]
    [InlineData("city.kobe.jp", false)]
    [InlineData("github.io", false)]
    [InlineData("xn--55qx5d.cn", true)]
    public void IsPublicSuffix_Domain_IsWhatTheListSays(string domain, bool expected) =>
        Assert.Equal(expected, OrganizationIdentifier.Parse($"https://{domain}").IsPublicSuffix);

    [Fact]
    public void IsPublicSuffix_EveryRuleOfTheList_IsFollowed()
    {
        string[] rules = [.. File.ReadAllLines(Path.Combine(Repository.Root, "src/DigitalEmblem/Identifiers/public-suffixes.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal))];
        Assert.InRange(rules.Length, 5000, 100_000);
        Assert.Equal(rules.Distinct().Order(StringComparer.Ordinal), rules);
        foreach (string rule in rules)
        {
            OrganizationIdentifier organization = OrganizationIdentifier.Parse(
                $"https://{rule.TrimStart('!').Replace("*", "any", StringComparison.Ordinal)}");
            Assert.Equal(rule[0] != '!', organization.IsPublicSuffix);
            Assert.False(
                OrganizationIdentifier.Parse($"https://{new string('x', 40)}.{organization.Domain}").IsPublicSuffix && rule[0] == '!');
        }
    }
}
