using System.Text;
using DigitalEmblem.TestSupport;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Publishing.Updates;

/// <summary>
/// Keys that update zones. If these fail, an operator's key file is not read, a weak key is taken, or a secret stands in a log.
/// </summary>
public class TsigKeyTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private static readonly string Base64 = Convert.ToBase64String(Secret);

    [Theory]
    [InlineData("key \"emblem-key\" {\n\talgorithm hmac-sha256;\n\tsecret \"SECRET\";\n};\n")] // tsig-keygen
    [InlineData("key emblem-key { algorithm HMAC-SHA256; secret SECRET; };")]
    [InlineData("# made by hand\nkey \"Emblem-Key.\" { secret \"SECRET\"; /* order */ algorithm \"hmac-sha256.\"; } // end")]
    public void Parse_KeyFileAsToolsAndPeopleWriteIt_IsRead(string text)
    {
        TsigKey key = TsigKey.Parse(text.Replace("SECRET", Base64, StringComparison.Ordinal));
        Assert.Equal(("emblem-key", TsigAlgorithm.HmacSha256), (key.Name, key.Algorithm));
        Assert.Equal(new TsigKey("EMBLEM-KEY.", Secret).Mac(Secret), key.Mac(Secret));
    }

    [Theory]
    [InlineData("hmac-sha256", TsigAlgorithm.HmacSha256, 32)]
    [InlineData("hmac-sha384", TsigAlgorithm.HmacSha384, 48)]
    [InlineData("hmac-sha512", TsigAlgorithm.HmacSha512, 64)]
    public void Parse_EachAlgorithm_HasTheMacOfTheBcl(string name, TsigAlgorithm algorithm, int length)
    {
        TsigKey key = TsigKey.Parse($"key k {{ algorithm {name}; secret \"{Base64}\"; }};");
        Assert.Equal(algorithm, key.Algorithm);
        Assert.Equal(UpdateAnswers.Hmac(name, Secret, [1, 2, 3]), key.Mac((byte[])[1], (byte[])[2, 3]));
        Assert.Equal(length, key.MacLength);
    }

    [Theory]
    [InlineData("", "no 'key'")]
    [InlineData("key", "name is missing")]
    [InlineData("key k { algorithm hmac-sha256; };", "missing")]
    [InlineData("key k { secret \"SECRET\"; };", "missing")]
    [InlineData("key k { algorithm hmac-sha256; secret \"SECRET; };", "quotation mark")]
    [InlineData("key k { algorithm hmac-sha256; secret \"SECRET\" };", "no ';'")]
    [InlineData("key k { algorithm hmac-sha256; secret \"SECRET\"; ", "no '}'")]
    [InlineData("key k { algorithm hmac-sha256; secret \"SECRET\"; secret \"SECRET\"; };", "something else")]
    [InlineData("key k { SECRET hmac-sha256; };", "something else")]
    [InlineData("key SECRET= { algorithm hmac-sha256; secret \"SECRET\"; };", "no name of a key")]
    [InlineData("key k { algorithm hmac-sha256; secret \"!SECRET\"; };", "not base64")]
    [InlineData(
        "key k { algorithm hmac-sha256; secret \"SECRET\"; }; key other { algorithm hmac-sha256; secret \"SECRET\"; };",
        "file of its own")]
    [InlineData("key k { algorithm hmac-sha256; secret \"SECRET\"; }; /* SECRET", "comment")]
    [InlineData("key k { algorithm hmac-md5; secret \"SECRET\"; };", "hmac-sha256")]
    [InlineData("key k { algorithm hmac-sha1; secret \"SECRET\"; };", "hmac-sha256")]
    [InlineData("key k { algorithm hmac-sha256-128; secret \"SECRET\"; };", "not truncated")]
    [InlineData("SECRET", "no 'key'")]
    public void Parse_AnythingElse_IsRefusedAndRepeatsNothing(string text, string why)
    {
        string full = text.Replace("SECRET", Base64, StringComparison.Ordinal);
        string message = Assert.Throws<FormatException>(() => TsigKey.Parse(full)).Message;
        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Base64[..8], message, StringComparison.Ordinal);
        Assert.False(TsigKey.TryParse(full, out _));
    }

    [Theory]
    [InlineData(TsigAlgorithm.HmacSha256, 16)]
    [InlineData(TsigAlgorithm.HmacSha384, 24)]
    [InlineData(TsigAlgorithm.HmacSha512, 32)]
    public void Key_SecretShorterThanHalfTheHash_IsRefused(TsigAlgorithm algorithm, int least)
    {
        _ = new TsigKey("k", new byte[least], algorithm);
        Assert.Contains(
            "too short",
            Assert.Throws<ArgumentException>(() => new TsigKey("k", new byte[least - 1], algorithm)).Message,
            StringComparison.Ordinal);
        string text =
            $"key k {{ algorithm {TsigAlgorithms.NameOf(algorithm)}; secret \"{Convert.ToBase64String(new byte[least - 1])}\"; }};";
        Assert.Contains("too short", Assert.Throws<FormatException>(() => TsigKey.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026", true)] // no host, but a key
    [InlineData("a.b.example", true)]
    [InlineData("", false)]
    [InlineData(".", false)]
    [InlineData("a..b", false)]
    [InlineData("a b", false)]
    [InlineData("schlüssel", false)]
    public void Key_Name_IsOneThatStandsInAMessage(string name, bool expected) =>
        Assert.Equal(expected, Record.Exception(() => new TsigKey(name, Secret)) is null);

    [Fact]
    public void Key_Shown_HasNoSecret()
    {
        var key = new TsigKey("emblem-key", Secret);
        Assert.Equal("emblem-key (hmac-sha256)", key.ToString());
        Assert.DoesNotContain(
            typeof(TsigKey).GetProperties(), p => p.PropertyType != typeof(string) && p.PropertyType != typeof(TsigAlgorithm));
    }

    /// <summary>Whatever is read as a key file, the only fault is that it is none.</summary>
    [Property(MaxTest = 500)]
    public void TryParse_AnyText_NeverThrows(string text, byte[] at)
    {
        Assert.Equal(TsigKey.TryParse(text, out TsigKey? key), key is not null);
        var good = new StringBuilder($"key \"k\" {{ algorithm hmac-sha256; secret \"{Base64}\"; }};");
        foreach (byte b in at ?? [])
        {
            good[b % good.Length] = "\"{};/*# \n\\"[b % 10];
        }

        Assert.Equal(TsigKey.TryParse(good.ToString(), out key), key is not null);
    }
}
