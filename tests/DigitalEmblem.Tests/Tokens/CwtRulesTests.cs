using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>
/// Each rule of the CWT profile, broken alone in a well-signed token. A rule that does not hold is a way to say two
/// things to two validators.
/// </summary>
public class CwtRulesTests
{
    private const string D = "https://society.example";

    public static TheoryData<string, Action<RawCwt>, string?> Faults => new()
    {
        { "alg missing", t => t.Header.Remove("01"), "protected.alg" },
        { "alg of a MAC", t => t.Header["01"] = "05", "protected.alg" },
        { "alg as text", t => t.Header["01"] = RawCwt.Text("EdDSA"), "protected.alg" },
        { "kid missing", t => t.Header.Remove("04"), "protected.kid" },
        { "kid of 31 bytes", t => t.Header["04"] = "581f" + new string('1', 62), "protected.kid" },
        { "kid as text", t => t.Header["04"] = RawCwt.Text("kid"), "protected.kid" },
        { "typ of another kind", t => t.Header["10"] = RawCwt.Text("application/cwt"), "protected.typ" },
        { "typ as number", t => t.Header["10"] = "01", "protected.typ" },
        { "crit names an absent label", t => t.Header["02"] = "811863", "protected.crit" },
        { "crit names what is not understood", t => (t.Header["02"], t.Header["1863"]) = ("811863", "f5"), "protected.crit" },
        { "crit empty", t => t.Header["02"] = "80", "protected.crit" },
        { "crit no array", t => t.Header["02"] = "01", "protected.crit" },
        { "label twice", t => t.RawHeader = "a2" + "0127" + "0127", "protected" },
        { "label twice in other encodings", t => t.RawHeader = "a2" + "0127" + "180127", "protected" },
        { "label that is a byte string", t => t.Header["4101"] = "01", "protected" },
        { "header no map", t => t.RawHeader = "80", "protected" },
        { "header empty", t => t.RawHeader = "a0", "protected.alg" },
        { "byte after the header", t => t.RawHeader = t.EncodedHeader() + "00", "protected" },
        { "unprotected not empty", t => t.Unprotected = "a10400", "unprotected" },
        { "tag 61 twice", t => t.Tags = "d83dd83dd2", null },
        { "no tag", t => t.Tags = "", null },
        { "tag of COSE_Mac0", t => t.Tags = "d1", null },
        { "tags swapped", t => t.Tags = "d2d83d", null },
        { "claims no map", t => t.RawClaims = "80", "payload" },
        { "claims of indefinite length", t => t.RawClaims = "bfff", "payload" },
        { "byte after the claims", t => t.RawClaims = "a000", "payload" },
        { "claim twice in other encodings", t => t.RawClaims = "a2" + "0400" + "180400", "payload" },
        { "claim whose key is an array", t => t.Claims["80"] = "00", "payload" },
        { "text that is not UTF-8", t => t.Claims["01"] = "62c328", "payload" },
        { "ver missing", t => t.Claims.Remove(RawCwt.Text("ver")), "payload.ver" },
        { "ver 2", t => t.Claims[RawCwt.Text("ver")] = "02", "payload.ver" },
        { "ver as float", t => t.Claims[RawCwt.Text("ver")] = "f93c00", "payload.ver" },
        { "ver as text", t => t.Claims[RawCwt.Text("ver")] = RawCwt.Text("v1"), "payload.ver" },
        { "nbf missing", t => t.Claims.Remove("05"), "payload.nbf" },
        { "exp missing", t => t.Claims.Remove("04"), "payload.exp" },
        { "exp as text", t => t.Claims["04"] = RawCwt.Text("2027"), "payload.exp" },
        { "exp NaN", t => t.Claims["04"] = RawCwt.Float(double.NaN), "payload.exp" },
        { "exp infinite", t => t.Claims["04"] = RawCwt.Float(double.PositiveInfinity), "payload.exp" },
        { "exp after the year 9999", t => t.Claims["04"] = RawCwt.Integer(253_402_300_800), "payload.exp" },
        { "nbf before the year 1", t => t.Claims["05"] = RawCwt.Integer(-62_135_596_801), "payload.nbf" },
        { "exp tagged", t => t.Claims["04"] = "c100", "payload.exp" },
        { "exp a bignum", t => t.Claims["04"] = "c24101", "payload.exp" },
        { "exp 2^64-1", t => t.Claims["04"] = "1bffffffffffffffff", "payload.exp" },
        { "iat as text", t => t.Claims["06"] = RawCwt.Text("now"), "payload.iat" },
        { "iss no identifier", t => t.Claims["01"] = RawCwt.Text("society.example"), "payload.iss" },
        { "iss as number", t => t.Claims["01"] = "01", "payload.iss" },
        { "prp missing", t => t.Claims.Remove(RawCwt.Text("prp")), "payload.prp" },
        { "prp 0", t => t.Claims[RawCwt.Text("prp")] = "00", "payload.prp" },
        { "prp 32", t => t.Claims[RawCwt.Text("prp")] = "1820", "payload.prp" },
        { "prp negative", t => t.Claims[RawCwt.Text("prp")] = "20", "payload.prp" },
        { "assets empty", t => t.Claims[RawCwt.Text("assets")] = "80", "payload.assets" },
        { "assets a text", t => t.Claims[RawCwt.Text("assets")] = RawCwt.Text("www.society.example"), "payload.assets" },
        { "assets with a number", t => t.Claims[RawCwt.Text("assets")] = "8101", "payload.assets" },
        { "assets with an empty text", t => t.Claims[RawCwt.Text("assets")] = "8160", "payload.assets" },
        { "nested too deep in an unknown claim", t => t.Claims["18ff"] = string.Concat(Enumerable.Repeat("81", 17)) + "00", "payload" },
        { "array of 2^32-1 in an unknown claim", t => t.Claims["18ff"] = "9affffffff", "payload" },
    };

    public static TheoryData<string, Action<RawCwt>, string> EndorsementFaults => new()
    {
        { "key missing", t => t.Claims.Remove(RawCwt.Text("key")), "payload.key" },
        { "key of 31 bytes", t => t.Claims[RawCwt.Text("key")] = "581f" + new string('1', 62), "payload.key" },
        { "key as text", t => t.Claims[RawCwt.Text("key")] = RawCwt.Text("key"), "payload.key" },
        { "end missing", t => t.Claims.Remove(RawCwt.Text("end")), "payload.end" },
        { "end as number", t => t.Claims[RawCwt.Text("end")] = "01", "payload.end" },
        { "end null", t => t.Claims[RawCwt.Text("end")] = "f6", "payload.end" },
        { "sub no identifier", t => t.Claims["02"] = RawCwt.Text(D + "/"), "payload.sub" },
        { "log no array", t => t.Claims[RawCwt.Text("log")] = "a0", "payload.log" },
        { "log entry without id", t => t.Claims[RawCwt.Text("log")] = "81a1" + RawCwt.Text("index") + "01", "payload.log" },
        { "log entry with neither", t => t.Claims[RawCwt.Text("log")] = "81a1" + Id(), "payload.log" },
        {
            "log entry with both",
            t => t.Claims[RawCwt.Text("log")] = "81a3" + Id() + RawCwt.Text("index") + "01" + RawCwt.Text("hash") + "5820"
                + new string('1', 64),
            "payload.log"
        },
        {
            "log entry with an id of 31 bytes",
            t => t.Claims[RawCwt.Text("log")] = "81a2" + RawCwt.Text("id") + "581f" + new string('1', 62) + RawCwt.Text("index") + "01",
            "payload.log"
        },
        {
            "log entry with a negative index",
            t => t.Claims[RawCwt.Text("log")] = "81a2" + Id() + RawCwt.Text("index") + "20",
            "payload.log"
        },
        { "log entry twice the same member", t => t.Claims[RawCwt.Text("log")] = "81a2" + Id() + Id(), "payload" },
        { "log in the header, malformed", t => t.Header[RawCwt.Text("log")] = "01", "protected.log" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Read_EmblemWithOneFault_IsRefusedAndSaysWhere(string fault, Action<RawCwt> alter, string? path)
    {
        var token = new RawCwt();
        alter(token);
        TokenFormatException refusal = Assert.Throws<TokenFormatException>(() => Cwt.Read(token.Sign()));
        Assert.True(path == refusal.Path, $"{fault}: {refusal.Message}");
        Assert.NotEqual(FormatFault.LimitExceeded, refusal.Fault);
    }

    [Theory]
    [MemberData(nameof(EndorsementFaults))]
    public void Read_EndorsementWithOneFault_IsRefusedAndSaysWhere(string fault, Action<RawCwt> alter, string path)
    {
        var token = new RawCwt(endorsement: true);
        alter(token);
        TokenFormatException refusal = Assert.Throws<TokenFormatException>(() => Cwt.Read(token.Sign()));
        Assert.True(path == refusal.Path, $"{fault}: {refusal.Message}");
    }

    [Fact]
    public void Read_WithoutFault_IsReadInBothKinds()
    {
        Assert.IsType<Emblem>(Cwt.Read(new RawCwt().Sign()).Claims);
        Assert.IsType<Endorsement>(Cwt.Read(new RawCwt(endorsement: true).Sign()).Claims);
    }

    public static TheoryData<string, Action<RawCwt>, FindingCode?> Tolerated => new()
    {
        { "no typ", t => t.Header.Remove("10"), null },
        { "typ in capitals", t => t.Header["10"] = RawCwt.Text("Application/ADEM"), null },
        { "unknown header", t => t.Header["1863"] = "f5", FindingCode.UnknownHeader },
        { "log on an emblem", t => t.Claims[RawCwt.Text("log")] = "01", FindingCode.ClaimNotOfKind },
        { "log header on an emblem", t => t.Header[RawCwt.Text("log")] = "01", FindingCode.ClaimNotOfKind },
        { "end on an emblem", t => t.Claims[RawCwt.Text("end")] = "f5", FindingCode.ClaimNotOfKind },
        { "aud", t => t.Claims["03"] = RawCwt.Text("x"), FindingCode.UnknownClaim },
        { "iss spelled as text", t => t.Claims[RawCwt.Text("iss")] = RawCwt.Text("x"), FindingCode.UnknownClaim },
        {
            "unknown claim, nested to the limit",
            t => t.Claims["18ff"] = string.Concat(Enumerable.Repeat("81", 16)) + "00",
            FindingCode.UnknownClaim
        },
        {
            "asset that is no name",
            t => t.Claims[RawCwt.Text("assets")] = "81" + RawCwt.Text("*.society.example"),
            FindingCode.AssetNotRecognized
        },
        { "long encodings", t => t.Claims[RawCwt.Text("prp")] = "1b0000000000000001", null },
        { "fully specified algorithm", t => t.Header["01"] = "32", null },
        { "exp a float", t => t.Claims["04"] = RawCwt.Float(4e9), null },
        { "no issuer", t => t.Claims.Remove("01"), null },
    };

    [Theory]
    [MemberData(nameof(Tolerated))]
    public void Read_EmblemThatIsUnusual_IsReadWithANote(string what, Action<RawCwt> alter, FindingCode? note)
    {
        var token = new RawCwt();
        alter(token);
        UnverifiedToken read = Cwt.Read(token.Sign());
        Assert.True(read.IsSignedBy(TestKeys.Of(SignatureAlgorithm.Ed25519).PublicKey), what);
        Assert.Equal(note is null ? [] : [note.Value], read.Notes.Select(n => n.Code));
    }

    [Fact]
    public void Read_LogInHeaderAndClaim_TheClaimCounts()
    {
        var token = new RawCwt(endorsement: true);
        token.Header[RawCwt.Text("log")] = "81a2" + Id() + RawCwt.Text("index") + "01";
        UnverifiedToken inHeader = Cwt.Read(token.Sign());
        token.Claims[RawCwt.Text("log")] = "81a2" + Id() + RawCwt.Text("index") + "02";
        UnverifiedToken inBoth = Cwt.Read(token.Sign());

        Assert.Equal(1UL, ((Endorsement)inHeader.Claims).Log[0].LeafIndex);
        Assert.Equal(2UL, ((Endorsement)inBoth.Claims).Log[0].LeafIndex);
        Assert.All([inHeader, inBoth], t => Assert.Contains(t.Notes, n => n.Code == FindingCode.LogInHeader));
    }

    [Fact]
    public void Read_MoreAssetsOrLogEntriesThanTheLimit_SaysThatALimitWasExceeded()
    {
        var many = new RawCwt();
        many.Claims[RawCwt.Text("assets")] = "990101" + string.Concat(Enumerable.Repeat(RawCwt.Text("a.example"), 257));
        var entries = new RawCwt(endorsement: true);
        entries.Claims[RawCwt.Text("log")] = "91" + string.Concat(Enumerable.Repeat("a2" + Id() + RawCwt.Text("index") + "01", 17));

        Assert.Equal(FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(() => Cwt.Read(many.Sign())).Fault);
        Assert.Equal(FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(() => Cwt.Read(entries.Sign())).Fault);
        Assert.Equal(FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(() => Cwt.Read(new byte[20_000])).Fault);
    }

    private static string Id() => RawCwt.Text("id") + "5820" + new string('1', 64);
}
