using DigitalEmblem.Discovery;
using Xunit;

namespace DigitalEmblem.Tests.Discovery.LogFollowing;

/// <summary>
/// Which names in certificates concern an organization. If one fails, a false root key is bound to a name that looks like a Society's and
/// nobody hears of it, or people are told of so many certificates that they stop reading.
/// </summary>
public class GuardedNameTests
{
    private static readonly GuardedName Society = new(OrganizationIdentifier.Parse("https://redcross.example"));
    private static readonly GuardedName Below = new(OrganizationIdentifier.Parse("https://emblem.redcross.example"));

    [Theory]
    [InlineData("adem-configuration.redcross.example", null)]
    [InlineData("ADEM-Configuration.RedCross.Example.", null)]
    [InlineData("*.adem-configuration.redcross.example", "*")]
    [InlineData("abcdef.adem-configuration.redcross.example", "abcdef")]
    [InlineData("a.b.adem-configuration.redcross.example", "a.b")]
    public void Binds_NameOfTheConfiguration_IsOurs(string name, string? key)
    {
        Assert.True(Society.Binds(GuardedName.PlainOf(name)));
        Assert.Equal(key, Society.KeyIn(GuardedName.PlainOf(name)));
    }

    [Theory]
    [InlineData("redcross.example")]
    [InlineData("*.redcross.example")]
    [InlineData("www.redcross.example")]
    [InlineData("xadem-configuration.redcross.example")]
    [InlineData("adem-configuration.redcross.example.")]
    [InlineData("adem-configuration.elsewhere.example")]
    [InlineData("adem-configuration.xredcross.example")]
    [InlineData("")]
    [InlineData("..")]
    public void Binds_OtherName_IsNot(string name) =>
        Assert.False(Society.Binds(name));

    [Theory]
    // Letters and hyphens that look alike.
    [InlineData("adem-configuration.redcr0ss.example")]
    [InlineData("adem-configuration.red-cross.example")]
    // Another ending, one letter, two letters that changed places.
    [InlineData("*.adem-configuration.redcross.org")]
    [InlineData("adem-configuration.www.redcross.co.uk")]
    [InlineData("adem-configuration.redcros.example")]
    [InlineData("adem-configuration.rde" + "cross.example")]
    // The name within another one.
    [InlineData("adem-configuration.redcross.example.attacker.test")]
    [InlineData("adem-configuration.redcross-example.test")]
    // Below the own domain: a root key for an organization that looks like a part of ours.
    [InlineData("adem-configuration.branch.redcross.example")]
    // The label itself.
    [InlineData("k.adem-configuratlon.redcross.org")]
    [InlineData("k.ademconfiguration.redcross.org")]
    public void LookOf_LookAlikeThatBinds_IsTold(string name) =>
        Assert.Equal(SightingKind.LookAlike, Society.LookOf(name, domains: false));

    [Theory]
    [InlineData("redсross.example")]
    [InlineData("rеdсrоss.example")]
    public void LookOf_LettersOfAnotherScript_AreTold(string domain) =>
        Assert.Equal(SightingKind.LookAlike, Society.LookOf($"adem-configuration.{DomainName.FromUnicode(domain)}", domains: false));

    [Theory]
    [InlineData("www.redcross.org")]
    [InlineData("redcr0ss.example")]
    [InlineData("*.redcross-example.test")]
    public void LookOf_LookAlikeThatBindsNothing_IsToldIfAskedFor(string name)
    {
        Assert.Null(Society.LookOf(name, domains: false));
        Assert.Equal(SightingKind.LookAlikeDomain, Society.LookOf(name, domains: true));
    }

    [Theory]
    [InlineData("www.redcross.example")]
    [InlineData("*.redcross.example")]
    [InlineData("adem-configuration.ministry.example")]
    [InlineData("adem-configuration.example")]
    [InlineData("adem-configuration.greencross.example")]
    [InlineData("adem-configuration.redcross")]
    [InlineData(".adem-configuration.redcross.org")]
    [InlineData("xn--.xn--99999999999.test")]
    public void LookOf_OtherName_IsNothing(string name) => Assert.Null(Society.LookOf(name, domains: true));

    [Theory]
    [InlineData("adem-configuration.redcross.example")]
    [InlineData("www.redcross.example")]
    public void LookOf_OtherNameOfTheSameHolder_IsNothing(string name) => Assert.Null(Below.LookOf(name, domains: true));

    [Fact]
    public void LookOf_ShortNames_AreComparedWithoutEdits()
    {
        var icrc = new GuardedName(OrganizationIdentifier.Parse("https://icrc.org"));
        Assert.Null(icrc.LookOf("adem-configuration.icr.org", domains: true));
        Assert.Equal(SightingKind.LookAlike, icrc.LookOf("adem-configuration.icrc.test", domains: false));
    }

    /// <summary>A certificate may hold a name of any length, and a message or an index of a database does not.</summary>
    [Theory]
    [InlineData('a')]
    [InlineData('\n')]
    [InlineData('\ud800')]
    public void Shown_TextOfAnyLength_IsBounded(char letter)
    {
        string shown = LogSighting.Shown(new string(letter, 100_000));

        Assert.InRange(shown.Length, 200, 2500);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
    }
}
