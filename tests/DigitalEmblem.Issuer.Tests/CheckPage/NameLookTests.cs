using DigitalEmblem.Issuer.CheckPage.Naming;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.CheckPage;

/// <summary>Names that look like others. When these fail, a person takes a look-alike's answer for the hospital's.</summary>
public sealed class NameLookTests
{
    [Theory]
    [InlineData("www.society.example", null, 0, null)]
    [InlineData("больница.example", "больница.example", 0, null)]
    [InlineData("müller.example", "müller.example", 0, null)]
    [InlineData("rаura.example", "rаura.example", 1, "raura.example")]
    [InlineData("ρaypal.example", "ρaypal.example", 1, "paypal.example")]
    [InlineData("соса.example", "соса.example", 0, "coca.example")]
    [InlineData("日本語ひらカナabc.example", "日本語ひらカナabc.example", 0, null)]
    [InlineData("한국漢字.example", "한국漢字.example", 0, null)]
    [InlineData("ひらбуквы.example", "ひらбуквы.example", 1, null)]
    [InlineData("مستشفى.example", "مستشفى.example", 0, null)]
    [InlineData("gıthub.example", "gıthub.example", 0, "github.example")]
    public void Name_IsToldOfIfItDeceives(string typed, string? inScript, int mixed, string? takenFor)
    {
        var look = NameLook.Of(DomainName.FromUnicode(typed));
        Assert.Equal((inScript, mixed, takenFor), (look.InScript, look.Mixed.Count, look.TakenFor));
    }
}
