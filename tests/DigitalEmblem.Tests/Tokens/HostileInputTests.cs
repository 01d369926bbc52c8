using System.Formats.Cbor;
using System.Text;
using DigitalEmblem.Testing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>Whoever publishes records chooses what validators read. If that can make one throw, hang or fill its memory, it is an off switch.</summary>
public class HostileInputTests
{
    private static readonly byte[] Token = Cwt.Sign(TestTokens.Emblem(), TestKeys.Of(SignatureAlgorithm.Ed25519));
    private static readonly byte[] Bundle = TokenBundle.Write([Token, TestKeys.Of(SignatureAlgorithm.ES256).PublicKey.ToCoseKey(), TestKeys.Of(SignatureAlgorithm.Ed25519).PublicKey.ToCoseKey()]);

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
            "adem-token=", "adem-key=", "\"", "\\", "\\1", "\\#", " 12 ", "IN TXT", "TYPE65297", "TYPE", "(", ")", "{", "}", "[", "\"kty\":\"EC\"", "ey", "eyJ", ".", "..",
            "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----", "d284", "a0", "\n", "\r\n", ";", "IHLE", "\ud83d", "é", "\u0000", "www.society.example. 300 IN ").ArrayOf()),
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
        UnverifiedTokens tokens = UnverifiedTokens.Read(Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Repeat(Convert.ToHexString(Token), 129))));
        Assert.Equal(FindingCode.LimitExceeded, tokens.ExceededLimit?.Code);
        Assert.Empty(tokens.Sets);
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
}
