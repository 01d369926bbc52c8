using System.Text;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>People bring emblems in the form they got them. A form that is not recognized is an emblem that was not seen.</summary>
public class InputTests
{
    private static readonly SoftwareSigningKey Key = TestKeys.Of(SignatureAlgorithm.Ed25519);
    private static readonly byte[] Token = Cwt.Sign(TestTokens.Emblem(), Key);
    private static readonly byte[] CoseKey = Key.PublicKey.ToCoseKey();
    private static readonly string Jwt = Jws.Sign(TestTokens.Emblem(), Key);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static UnverifiedTokens Read(string text) => UnverifiedTokens.Read(Encoding.UTF8.GetBytes(text));

    private static string Kinds(UnverifiedTokens tokens) => string.Concat(tokens.Items.Select(i => i switch
    {
        { Token.Profile: TokenProfile.Cwt } => 'C',
        { Token.Profile: TokenProfile.Jws } => 'J',
        { Key: not null } => 'K',
        _ => '?',
    }));

    public static TheoryData<string, string, string> Texts => new()
    {
        { "hex lines", $"{Hex(Token)}\n{Hex(CoseKey).ToUpperInvariant()}\n", "CK" },
        { "hex with spaces", string.Join(' ', Hex(Token).Chunk(8).Select(c => new string(c))), "C" },
        { "hex of a bundle", Hex(TokenBundle.Write([Token, CoseKey])), "CK" },
        { "generic rdata", $"\\# {Token.Length} {Hex(Token)}\n\\# {CoseKey.Length} {Hex(CoseKey)}", "CK" },
        {
            "dig answer",
            $"; <<>> DiG 9.18 <<>>\n;; ANSWER SECTION:\nwww.society.example.\t300\tIN\tTYPE65297\t\\# {Token.Length} {Hex(Token)}\n\n"
                + ";; Query time: 1 msec",
            "C"
        },
        { "IHLE mnemonic", $"www.society.example. IN IHLE {Hex(Token)}", "C" },
        { "class before TTL", $"www IN 300 TYPE65297 \\# {Token.Length} {Hex(Token)}", "C" },
        { "owner that looks like the type", $"TXT 300 IN TXT \"adem-token={Jwt}\"", "J" },
        {
            "multi-line record",
            $"www.society.example. 300 IN TYPE65297 \\# {Token.Length} (\n  {Hex(Token)[..100]}\n  {Hex(Token)[100..]} )\n",
            "C"
        },
        {
            "records of other types",
            "www.society.example. 300 IN A 192.0.2.1\nwww.society.example. 300 IN RRSIG TYPE65297 13 3 300 2027 2026 1 society.example. "
                + "AAAA==\nwww.society.example. 300 IN TYPE65 \\# 3 000100\n",
            ""
        },
        {
            "TXT strings",
            $"\"adem-token={Jwt[..200]}\" \"{Jwt[200..]}\"\n"
                + $"\"adem-key={Key.PublicKey.ToJwk().Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
            "JK"
        },
        { "TXT in decimal escapes", $"\"adem\\045token={Jwt}\"", "J" },
        { "TXT of others", "\"v=spf1 -all\"\n\"google-site-verification=abc\"\nwww.society.example. 60 IN TXT \"hello\"", "" },
        {
            "TXT of drafts",
            $"\"adem-emb={Jwt}\"\n\"adem-end={Jwt}\"\n\"adem={Jwt}\"\n"
                + $"\"adem-key={Convert.ToBase64String(Key.PublicKey.ToSubjectPublicKeyInfo())}\"",
            "JJJK"
        },
        { "TXT as providers show it", $"adem-token={Jwt}\nadem-key={Key.PublicKey.ToJwk()}", "JK" },
        { "JWS and JWK lines", $"{Jwt}\r\n{Key.PublicKey.ToJwk()}\r\n", "JK" },
        { "one JWK on several lines", Key.PublicKey.ToJwk().Replace(",", ",\n  ", StringComparison.Ordinal), "K" },
        { "PEM", $"# a key\n{Key.PublicKey.ToPem()}\n{Key.PublicKey.ToPem()}\n", "KK" },
        { "byte order mark", "\ufeff" + Jwt, "J" },
        { "nothing", "", "" },
        { "comments", "; only\n# comments\n", "" },
        { "nonsense", "hello world", "?" },
        { "JWS cut short", Jwt[..^30], "?" },
        { "hex cut to an odd digit", Hex(Token)[..^1], "?" },
        { "generic rdata cut short", $"\\# {Token.Length} {Hex(Token)[..^2]}", "?" },
        { "TXT without its end", $"\"adem-token={Jwt}", "?" },
        { "key that is none", "\"adem-key=nothing\"", "?" },
        { "private JWK", Key.PublicKey.ToJwk()[..^1] + ",\"d\":\"AA\"}", "?" },
        { "private PEM", Key.ToPlaintextPemUnsafe(), "?" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Read_Text_FindsOutWhatItIs(string form, string text, string kinds)
    {
        string found = Kinds(Read(text));
        Assert.True(kinds == found, $"{form}: {found}");
    }

    /// <summary>However digits are grouped, a group may read as a TTL or a type: none of it may make the token go unseen.</summary>
    [Fact]
    public void Read_HexInGroupsOfAnySize_IsTheToken()
    {
        for (int size = 1; size <= 64; size++)
        {
            Assert.Equal("C", Kinds(Read(string.Join(' ', Hex(Token).Chunk(size).Select(c => new string(c))))));
            Assert.Equal("?", Kinds(Read(string.Join(' ', Hex(Token)[..^1].Chunk(size).Select(c => new string(c))))));
        }

        Assert.Equal("?", Kinds(Read("d284 5840 4012 5838 3")));
    }

    [Fact]
    public void Read_Binary_FindsOutWhatItIs()
    {
        Assert.Equal("C", Kinds(UnverifiedTokens.Read(Token)));
        Assert.Equal("C", Kinds(UnverifiedTokens.Read(CoseSign1.InsideCwtTag(Token))));
        Assert.Equal("K", Kinds(UnverifiedTokens.Read(CoseKey)));
        Assert.Equal("CK", Kinds(UnverifiedTokens.Read(TokenBundle.Write([Token, CoseKey]))));
        Assert.Equal("", Kinds(UnverifiedTokens.Read(new byte[] { 0x80 })));
        Assert.Equal("?", Kinds(UnverifiedTokens.Read(new byte[] { 0xff, 0xfe, 0x41 })));
        Assert.Equal("?", Kinds(UnverifiedTokens.Read(new byte[] { 0x82, 0x40, 0x01 })));
    }

    [CorpusFact]
    public void Read_DeployedCapture_HasThreeTokensAndThreeKeys()
    {
        Assert.Equal("KJJKKJ", Kinds(UnverifiedTokens.Read(File.ReadAllBytes(Corpora.PathOf("deployed/emblem.felixlinker.de.txt")))));
        Assert.Equal(
            "J", Kinds(UnverifiedTokens.Read(File.ReadAllBytes(Corpora.PathOf("deployed/auth.felixlinker.de/auth.felixlinker.de.jws")))));
        foreach (string key in (string[])["jwk", "pub.json", "pub.pem"])
        {
            Assert.Equal(
                "K",
                Kinds(UnverifiedTokens.Read(File.ReadAllBytes(Corpora.PathOf($"deployed/auth.felixlinker.de/auth.felixlinker.de.{key}")))));
        }
    }

    [Fact]
    public void Sets_BothProfiles_AreJudgedApartWithEveryKey()
    {
        UnverifiedTokens tokens = Read($"{Hex(Token)}\n{Jwt}\n{Key.PublicKey.ToJwk()}\n");
        Assert.Equal(["CWT", "JWS"], tokens.Sets.Select(s => s.Name));
        Assert.All(tokens.Sets, s => Assert.Single(s.Items, i => i.Key is not null));
        Assert.All(tokens.Sets, s => Assert.Single(s.Items, i => i.Token is not null));
    }

    [Fact]
    public void Sets_TxtIds_AreOneSetEachWithWhatHasNone()
    {
        UnverifiedTokens tokens = Read($"\"adem-token-a={Jwt}\"\n\"adem-token-b={Jwt}\"\n\"adem-token={Jwt}\"\n"
            + $"\"adem-key-a={Key.PublicKey.ToJwk().Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        Assert.Equal(["JWS a", "JWS b"], tokens.Sets.Select(s => s.Name));
        Assert.All(
            tokens.Sets, s => Assert.Equal((2, 1), (s.Items.Count(i => i.Token is not null), s.Items.Count(i => i.Key is not null))));
    }

    [Fact]
    public void Combine_SeveralFiles_AreOneSourceAndSayWhereEachItemStood()
    {
        UnverifiedTokens both = UnverifiedTokens.Combine(
            [UnverifiedTokens.Read(Token, "emblem.cwt"), UnverifiedTokens.Read(CoseKey, "key.cose")]);
        Assert.Single(both.Sets);
        Assert.Equal([(1, "emblem.cwt"), (2, "key.cose")], both.Items.Select(i => (i.Number, i.Where)));
    }

    [Fact]
    public void TokenBundle_Write_ReadsBackAndRefusesJunk()
    {
        byte[] bundle = TokenBundle.Write([Token, CoseKey]);
        Assert.Equal([Token, CoseKey], TokenBundle.Split(bundle, TokenLimits.Default).Select(i => i.ToArray()));
        Assert.Equal("[1]", Assert.Throws<TokenFormatException>(() => TokenBundle.Write([Token, new byte[] { 1 }])).Path);
    }
}
