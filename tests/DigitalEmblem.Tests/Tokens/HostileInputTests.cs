using System.Formats.Cbor;
using System.Text;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>
/// Anyone who publishes records chooses what validators read. If that can make one throw, hang or fill its memory, it is an off switch.
/// </summary>
public class HostileInputTests
{
    private static readonly byte[] Token = Cwt.Sign(TestTokens.Emblem(), TestKeys.Of(SignatureAlgorithm.Ed25519));
    private static readonly byte[] Bundle = TokenBundle.Write([
        Token, TestKeys.Of(SignatureAlgorithm.ES256).PublicKey.ToCoseKey(), TestKeys.Of(SignatureAlgorithm.Ed25519).PublicKey.ToCoseKey()]);

    [Fact]
    public void Read_BundleCutAnywhere_NeverThrowsAndNeverReadsAToken()
    {
        for (int length = 1; length < Bundle.Length; length++)
        {
            UnverifiedTokens tokens = UnverifiedTokens.Read(Bundle.AsMemory(0, length));
            Assert.DoesNotContain(tokens.Items, i => i.Token is not null || i.Key is not null);
            Assert.Contains(tokens.Items, i => i.Fault is not null);
        }
    }

    [Property(MaxTest = 500)]
    public void Read_AnyBytes_NeverThrows(byte[] bytes) => Assert.NotNull(UnverifiedTokens.Read(bytes));

    [Property(MaxTest = 500)]
    public void Read_AnyText_NeverThrows(string? text) => Assert.NotNull(UnverifiedTokens.Read(Encoding.UTF8.GetBytes(text ?? "")));

    [Property(MaxTest = 500)]
    public Property Read_PiecesOfRealForms_NeverThrows() => Prop.ForAll(
        Arb.From(Gen.Elements(
            "adem-token=", "adem-key=", "\"", "\\", "\\1", "\\#", " 12 ", "IN TXT", "TYPE65297", "TYPE", "(", ")", "{", "}", "[",
            "\"kty\":\"EC\"", "ey", "eyJ", ".", "..",
            "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----", "d284", "a0", "\n", "\r\n", ";", "IHLE", "\ud83d", "é", "\u0000",
            "www.society.example. 300 IN ")
            .ArrayOf()),
        pieces => UnverifiedTokens.Read(Encoding.UTF8.GetBytes(string.Concat(pieces))) is not null);

    [Property(MaxTest = 1000)]
    public Property Read_RealBundleWithBytesChanged_NeverThrows() => Prop.ForAll(
        Arb.From(from at in Gen.Choose(0, Bundle.Length - 1).ArrayOf(3) from value in Gen.Choose(0, 255) select (at, value)),
        t =>
        {
            byte[] copy = [.. Bundle];
            Array.ForEach(t.at, i => copy[i] = (byte)t.value);
            return UnverifiedTokens.Read(copy) is not null;
        });

    [Fact]
    public void Read_TooManyTokens_IsNotJudgedAtAll()
    {
        UnverifiedTokens tokens = UnverifiedTokens.Read(
            Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Repeat(Convert.ToHexString(Token), 129))));
        Assert.Equal(FindingCode.LimitExceeded, tokens.ExceededLimit?.Code);
        Assert.NotNull(Assert.Single(tokens.Sets).ExceededLimit);
    }

    [Fact]
    public void Read_TenThousandItems_StopsAtTheLimit()
    {
        var writer = new CborWriter();
        writer.WriteStartArray(10_000);
        for (int i = 0; i < 10_000; i++)
        {
            writer.WriteByteString([0xa0]);
        }

        writer.WriteEndArray();
        UnverifiedTokens tokens = UnverifiedTokens.Read(writer.Encode());
        Assert.NotNull(tokens.ExceededLimit);
        Assert.True(tokens.Items.Count < 300);
    }

    [Theory]
    [InlineData(2_000_000, "input")]
    [InlineData(20_000, "item")]
    public void Read_TooManyBytes_IsNotJudgedAtAll(int length, string what)
    {
        byte[] input = [0xd2, .. Enumerable.Repeat((byte)0x81, length)];
        Assert.True(UnverifiedTokens.Read(input).ExceededLimit is not null, what);
    }

    [Fact]
    public void Read_LimitsOfTheCaller_AreTheOnesThatHold()
    {
        Assert.NotNull(UnverifiedTokens.Read(Bundle, limits: TokenLimits.Default with { MaxKeys = 1 }).ExceededLimit);
        Assert.NotNull(UnverifiedTokens.Read(Bundle, limits: TokenLimits.Default with { MaxItemBytes = 100 }).ExceededLimit);
        Assert.Null(UnverifiedTokens.Read(Bundle, limits: TokenLimits.Default with { MaxKeys = 2 }).ExceededLimit);
    }

    [Fact]
    public void Combine_TogetherOverTheLimit_IsNotJudgedAtAll() => Assert.NotNull(
        UnverifiedTokens.Combine(Enumerable.Repeat(UnverifiedTokens.Read(Bundle), 100)).ExceededLimit);

    [Fact]
    public void Combine_OneSourceOverTheLimit_TheOthersAreJudged()
    {
        UnverifiedTokens flood = UnverifiedTokens.Read(
            Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Repeat(Convert.ToHexString(Token), 129))))
            .From("IHLE");
        UnverifiedTokens tokens = UnverifiedTokens.Combine(
            [flood, UnverifiedTokens.Read(Bundle).From("well-known"), UnverifiedTokens.Read(Bundle).From("TXT")]);
        Assert.Equal(["IHLE", "well-known", "TXT"], tokens.Sets.Select(s => s.Source));
        Assert.Equal([true, false, false], tokens.Sets.Select(s => s.ExceededLimit is not null));
        Assert.Equal(3, tokens.Sets[2].Items.Count);
    }

    [Fact]
    public void Combine_TwoSourcesTogetherOverTheLimit_AreJudgedAsEachIsWithinIt()
    {
        UnverifiedTokens many = UnverifiedTokens.Read(
            Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Repeat(Convert.ToHexString(Token), 100))));
        Assert.Null(UnverifiedTokens.Combine([many.From("IHLE"), many.From("well-known")]).ExceededLimit);
    }

    [Theory]
    [InlineData("claims")]
    [InlineData("assets")]
    [InlineData("length")]
    public void Read_OneIdOverALimit_TheOthersAreJudged(string what)
    {
        var good = new RawJws();
        var bad = new RawJws();
        bad.RawClaims = what switch
        {
            "claims" => bad.Claims.ToJsonString()[..^1] + string.Concat(Enumerable.Range(0, 2100).Select(i => $",\"{i:x}\":0")) + "}",
            "assets" => bad.Claims.ToJsonString().Replace(
                "[\"www.society.example\"]", "[" + string.Join(',', Enumerable.Repeat("\"a\"", 257)) + "]", StringComparison.Ordinal),
            _ => bad.Claims.ToJsonString()[..^1] + $",\"x\":\"{new string('x', 20_000)}\"}}",
        };
        TokenLimits limits = TokenLimits.Default with { MaxItemBytes = what == "claims" ? 32 * 1024 : 16 * 1024 };
        UnverifiedTokens tokens = UnverifiedTokens.Read(
            Encoding.ASCII.GetBytes($"adem-token-a={good.Sign()}\nadem-token-b={bad.Sign()}\nadem-token-c={good.Sign()}"), limits: limits);
        Assert.Equal(["a", "b", "c"], tokens.Sets.Select(s => s.Id));
        Assert.Equal([false, true, false], tokens.Sets.Select(s => s.ExceededLimit is not null));
    }

    /// <summary>n IDs beside n tokens without one would be n² judgements.</summary>
    [Fact]
    public void Read_IdsThatShareMoreItemsThanTheLimit_AreNotJudged()
    {
        string Lines(int ids, int shared) =>
            string.Join(
                '\n', [.. Enumerable.Range(0, ids).Select(i => $"adem-token-{i}=a.b.c"), .. Enumerable.Repeat("adem-token=a.b.c", shared)]);
        UnverifiedTokens within = UnverifiedTokens.Read(Encoding.ASCII.GetBytes(Lines(64, 15)));
        Assert.Equal((64, null), (within.Sets.Count, within.ExceededLimit));
        Assert.Equal(1024, within.Sets.Sum(s => s.Items.Count));
        UnverifiedTokens beyond = UnverifiedTokens.Read(Encoding.ASCII.GetBytes(Lines(64, 16)));
        Assert.Contains(
            "64 IDs of TXT records share 16 items", Assert.Single(beyond.Sets).ExceededLimit!.Message, StringComparison.Ordinal);
    }

    /// <summary>What opens and never closes is looked for once: a megabyte of it is read in a moment, or this test does not end.</summary>
    [Theory]
    [InlineData("a TXT (\n")]
    [InlineData("a TXT ( \"\n")]
    [InlineData("{\n")]
    [InlineData("{\"a\":\n")]
    [InlineData("-----BEGIN X-----\n")]
    [InlineData("www.a text =\n")]
    [InlineData("www.society.example has no TXT record\n")]
    [InlineData(";; ->>HEADER<<- opcode: QUERY, status: NOERROR\n")]
    [InlineData("a.b. 1 IN CNAME a.b.\n")]
    [InlineData("; <<>> DiG\n")]
    [InlineData("> ")]
    [InlineData("d2\n")]
    [InlineData("x\n\n")]
    public void Read_MegabyteOfBeginnings_EndsAndIsNotAbsent(string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, TokenLimits.Default.MaxInputBytes / piece.Length));
        UnverifiedTokens tokens = UnverifiedTokens.Read(Encoding.ASCII.GetBytes(text));
        Assert.True(tokens.Items.Count < 300 && tokens.Findings.Count < 300);
        Assert.True(tokens.ExceededLimit is not null
            || tokens.Hindrance(absent: true) is not null
            || tokens.Findings.Any(f => f.Code == FindingCode.AnswerRead));
    }
}
