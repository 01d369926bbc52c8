using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Identifiers;

/// <summary>Two readers that disagree on a name look up different hosts: a marked one is missed, or an unmarked one believed.</summary>
public class DomainNameTests
{
    private static readonly string Label63 = new('a', 63);

    public static TheoryData<string, string> Names => new()
    {
        { "www.society.example", "www.society.example" },
        { "WWW.Society.EXAMPLE", "www.society.example" },
        { "www.society.example.", "www.society.example" },
        { "xn--bcher-kva.example", "xn--bcher-kva.example" },
        { "example", "example" },
        { "_adem.society.example", "_adem.society.example" },
        { "1.2.3.4.in-addr.arpa", "1.2.3.4.in-addr.arpa" },
        { Label63 + ".example", Label63 + ".example" },
    };

    public static TheoryData<string> NoNames => new()
    {
        "", ".", "a..b", ".a", "a.b..", "-a.example", "a-.example", "a b.example", "a/b", "bücher.example", "192.0.2.1", "127.1", "1",
        "a.\u212aelvin", "a*.example", "*.example", new string('a', 64) + ".example", "a:80", "a\n.example", "[::1]",
        string.Join('.', Enumerable.Repeat(Label63, 4)),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Parse_Name_IsCanonical(string text, string canonical) => Assert.Equal(canonical, DomainName.Parse(text).ToString());

    [Theory]
    [MemberData(nameof(NoNames))]
    public void Parse_NoName_IsRefusedInWords(string text)
    {
        Assert.False(DomainName.TryParse(text, out _));
        Assert.Contains(
            "is not a domain name", Assert.Throws<FormatException>(() => DomainName.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_LongestName_Is253CharactersWithoutItsDot()
    {
        string longest = string.Join('.', Label63, Label63, Label63, new string('b', 61));
        Assert.Equal(253, longest.Length);
        Assert.Equal(longest, DomainName.Parse(longest + ".").ToString());
        Assert.False(DomainName.TryParse(longest + "b", out _));
    }

    [Theory]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("BÜCHER.example", "xn--bcher-kva.example")]
    [InlineData("bücher。example", "xn--bcher-kva.example")]
    [InlineData("مثال.example", "xn--mgbh0fb.example")]
    [InlineData("www.society.example", "www.society.example")]
    public void FromUnicode_NameAsTyped_IsConvertedToALabels(string typed, string canonical) =>
        Assert.Equal(canonical, DomainName.FromUnicode(typed).ToString());

    [Theory]
    [InlineData("bü cher.example")]
    [InlineData("bü/cher.example")]
    [InlineData("ü..example")]
    public void FromUnicode_NoName_IsRefused(string typed) => Assert.Throws<FormatException>(() => DomainName.FromUnicode(typed));

    [Theory]
    [InlineData("society.example", "society.example", true)]
    [InlineData("society.example", "a.b.society.example", true)]
    [InlineData("society.example", "xsociety.example", false)]
    [InlineData("a.society.example", "society.example", false)]
    public void Contains_OtherName_OnlyAtALabel(string outer, string inner, bool expected) =>
        Assert.Equal(expected, DomainName.Parse(outer).Contains(DomainName.Parse(inner)));

    [Property]
    public void TryParse_AnyText_NeverThrowsAndRoundTrips(string? text)
    {
        if (DomainName.TryParse(text, out DomainName? name))
        {
            Assert.Equal(name, DomainName.Parse(name.ToString()));
        }
    }
}
