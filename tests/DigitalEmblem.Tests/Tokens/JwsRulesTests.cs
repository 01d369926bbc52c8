using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>
/// Each rule of the JWS profile, broken alone in a well-signed token. It is what deployments publish, and what the
/// classic attacks on JWS aim at.
/// </summary>
public class JwsRulesTests
{
    public static TheoryData<string, Action<RawJws>, string> Faults => new()
    {
        { "alg missing", t => t.Header.Remove("alg"), "header.alg" },
        { "alg none", t => t.Header["alg"] = "none", "header.alg" },
        { "alg of a MAC", t => t.Header["alg"] = "HS256", "header.alg" },
        { "alg as number", t => t.Header["alg"] = 1, "header.alg" },
        { "crit", t => t.Header["crit"] = new JsonArray("exp"), "header.crit" },
        { "b64", t => t.Header["b64"] = false, "header.b64" },
        { "cty missing", t => t.Header.Remove("cty"), "header.cty" },
        { "cty of another kind", t => t.Header["cty"] = "JWT", "header.cty" },
        { "kid missing", t => t.Header.Remove("kid"), "header.kid" },
        { "kid no identifier", t => t.Header["kid"] = "key-1", "header.kid" },
        {
            "kid contradicts jwk",
            t => t.Header["jwk"] = JsonNode.Parse(TestKeys.Of(SignatureAlgorithm.ES256).PublicKey.ToJwk()),
            "header.kid"
        },
        { "jwk private", t => t.Header["jwk"] = JsonNode.Parse(t.Key.ToJwk()[..^1] + ",\"d\":\"AA\"}"), "header.jwk.d" },
        {
            "jwk without alg",
            t => t.Header["jwk"] = JsonNode.Parse(t.Key.ToJwk().Replace("\"alg\":\"EdDSA\",", "", StringComparison.Ordinal)),
            "header.jwk.alg"
        },
        { "member of the header twice", t => t.RawHeader = t.Header.ToJsonString()[..^1] + ",\"cty\":\"adem-end\"}", "header" },
        { "header no object", t => t.RawHeader = "[]", "header" },
        { "header with a byte order mark", t => t.RawHeader = "\ufeff" + t.Header.ToJsonString(), "header" },
        { "header with a comment", t => t.RawHeader = "/**/" + t.Header.ToJsonString(), "header" },
        { "claim twice", t => t.RawClaims = t.Claims.ToJsonString()[..^1] + ",\"exp\":9999999999}", "payload" },
        { "claims no object", t => t.RawClaims = "\"claims\"", "payload" },
        {
            "claims nested too deep",
            t => t.RawClaims = t.Claims.ToJsonString()[..^1] + ",\"x\":" + new string('[', 20) + new string(']', 20) + "}",
            "payload"
        },
        {
            "lone surrogate in a claim",
            t => t.RawClaims = t.Claims.ToJsonString().Replace("https://society", "https://\\ud800", StringComparison.Ordinal),
            "payload"
        },
        { "ver missing", t => t.Claims.Remove("ver"), "payload.ver" },
        { "ver v2", t => t.Claims["ver"] = "v2", "payload.ver" },
        { "ver as number", t => t.Claims["ver"] = 1, "payload.ver" },
        { "nbf missing", t => t.Claims.Remove("nbf"), "payload.nbf" },
        { "exp missing", t => t.Claims.Remove("exp"), "payload.exp" },
        { "exp as text", t => t.Claims["exp"] = "1807173700", "payload.exp" },
        {
            "exp 1e400",
            t => t.RawClaims = t.Claims.ToJsonString()[..^1].Replace("\"exp\":", "\"old\":", StringComparison.Ordinal) + ",\"exp\":1e400}",
            "payload.exp"
        },
        { "exp after the year 9999", t => t.Claims["exp"] = 253_402_300_800, "payload.exp" },
        { "iat as text", t => t.Claims["iat"] = "now", "payload.iat" },
        { "iss with a path", t => t.Claims["iss"] = "https://society.example/x", "payload.iss" },
        { "iss as number", t => t.Claims["iss"] = 1, "payload.iss" },
        { "assets missing", t => t.Claims.Remove("assets"), "payload.assets" },
        { "assets empty", t => t.Claims["assets"] = new JsonArray(), "payload.assets" },
        { "assets a text", t => t.Claims["assets"] = "www.society.example", "payload.assets" },
        { "assets with an empty text", t => t.Claims["assets"] = new JsonArray(""), "payload.assets" },
        { "assets with null", t => t.Claims["assets"] = new JsonArray((JsonNode?)null), "payload.assets" },
        { "emb a text", t => t.Claims["emb"] = "protective", "payload.emb" },
        { "prp a text", t => t.Claims["emb"] = new JsonObject { ["prp"] = "protective" }, "payload.emb.prp" },
        {
            "prp an unknown word",
            t => t.Claims["emb"] = new JsonObject { ["prp"] = new JsonArray("protective", "everything") },
            "payload.emb.prp"
        },
        { "dst a text", t => t.Claims["emb"] = new JsonObject { ["dst"] = "dns" }, "payload.emb.dst" },
    };

    public static TheoryData<string, Action<RawJws>, string> EndorsementFaults => new()
    {
        { "key missing", t => t.Claims.Remove("key"), "payload.key" },
        { "key no identifier", t => t.Claims["key"] = "key-1", "payload.key" },
        { "key a number", t => t.Claims["key"] = 1, "payload.key" },
        { "key a private JWK", t => t.Claims["key"] = JsonNode.Parse(t.Key.ToJwk()[..^1] + ",\"d\":\"AA\"}"), "payload.key.jwk.d" },
        { "end a text", t => t.Claims["end"] = "true", "payload.end" },
        { "sub malformed", t => t.Claims["sub"] = "society.example", "payload.sub" },
        { "log an object", t => t.Claims["log"] = new JsonObject(), "payload.log" },
        { "log entry a text", t => t.Claims["log"] = new JsonArray("x"), "payload.log[0]" },
        {
            "log entry of an unknown version",
            t => t.Claims["log"] = new JsonArray(Entry("v2", hash: true, index: false)),
            "payload.log[0].ver"
        },
        { "log entry v1 with an index", t => t.Claims["log"] = new JsonArray(Entry("v1", hash: true, index: true)), "payload.log[0]" },
        {
            "log entry static with a hash",
            t => t.Claims["log"] = new JsonArray(Entry("static", hash: true, index: false)),
            "payload.log[0]"
        },
        { "log entry without id", t => t.Claims["log"] = new JsonArray(new JsonObject { ["ver"] = "v1" }), "payload.log[0].id" },
        {
            "second log entry with a short hash",
            t => t.Claims["log"] = new JsonArray(Entry("v1", true, false), Short()),
            "payload.log[1].hash"
        },
        { "window negative", t => t.Claims["emb"] = new JsonObject { ["wnd"] = -1 }, "payload.emb.wnd" },
        { "window a text", t => t.Claims["emb"] = new JsonObject { ["wnd"] = "1" }, "payload.emb.wnd" },
        { "constraint on assets a text", t => t.Claims["emb"] = new JsonObject { ["assets"] = "*" }, "payload.emb.assets" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Read_EmblemWithOneFault_IsRefusedAndSaysWhere(string fault, Action<RawJws> alter, string path) =>
        Refused(new RawJws(), fault, alter, path);

    [Theory]
    [MemberData(nameof(EndorsementFaults))]
    public void Read_EndorsementWithOneFault_IsRefusedAndSaysWhere(string fault, Action<RawJws> alter, string path) =>
        Refused(new RawJws(endorsement: true), fault, alter, path);

    private static void Refused(RawJws token, string fault, Action<RawJws> alter, string path)
    {
        alter(token);
        TokenFormatException refusal = Assert.Throws<TokenFormatException>(() => Jws.Read(token.Sign()));
        Assert.True(path == refusal.Path, $"{fault}: {refusal.Message}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("..")]
    [InlineData("ey J.e.e")]
    public void Read_NoCompactForm_IsRefused(string text) => Assert.Throws<TokenFormatException>(() => Jws.Read(text));

    [Fact]
    public void Read_SameTokenInAnotherSpelling_IsRefused()
    {
        string token = new RawJws().Sign();
        foreach (string other in (string[])[token + "=", token + "\n", " " + token, token.Replace(".", ". ", StringComparison.Ordinal)])
        {
            Assert.Throws<TokenFormatException>(() => Jws.Read(other));
        }
    }

    public static TheoryData<string, Action<RawJws>, FindingCode?> Tolerated => new()
    {
        { "typ", t => t.Header["typ"] = "JWT", null },
        { "unknown header", t => t.Header["x"] = 1, FindingCode.UnknownHeader },
        { "jku is never fetched", t => t.Header["jku"] = "https://attacker.example", FindingCode.KeyReferenceIgnored },
        { "x5u is never fetched", t => t.Header["x5u"] = "https://attacker.example", FindingCode.KeyReferenceIgnored },
        { "x5c", t => t.Header["x5c"] = new JsonArray("AA"), FindingCode.KeyReferenceIgnored },
        {
            "jwk in place of kid, with a kid nobody believes",
            t => { t.Header.Remove("kid"); t.Header["jwk"] = JsonNode.Parse(t.Key.ToJwk()[..^1] + ",\"kid\":\"x\"}"); },
            null
        },
        {
            "bearers",
            t => { t.Claims.Remove("assets"); t.Claims["bearers"] = new JsonArray("www.society.example"); },
            FindingCode.AssetsInBearers
        },
        { "asset that is none", t => t.Claims["assets"] = new JsonArray("[nowhere]"), FindingCode.AssetNotRecognized },
        { "end on an emblem", t => t.Claims["end"] = 7, FindingCode.ClaimNotOfKind },
        { "unknown claim", t => t.Claims["x"] = 7, FindingCode.UnknownClaim },
        { "unknown member of emb", t => t.Claims["emb"] = new JsonObject { ["x"] = 7 }, FindingCode.UnknownClaim },
        { "no emb at all", t => t.Claims.Remove("emb"), null },
        { "exp with a fraction", t => t.Claims["exp"] = 4e9 + 0.5, null },
    };

    [Theory]
    [MemberData(nameof(Tolerated))]
    public void Read_EmblemThatIsUnusual_IsReadWithANote(string what, Action<RawJws> alter, FindingCode? note)
    {
        var token = new RawJws();
        alter(token);
        UnverifiedToken read = Jws.Read(token.Sign());
        Assert.True(read.IsSignedBy(token.Key) && read.KeyIdentifier == token.Key.JwkIdentifier, what);
        Assert.Equal(note is null ? [] : [note.Value], read.Notes.Select(n => n.Code));
    }

    [Fact]
    public void Read_EmblemWithEmptyPurposesAndChannels_StatesNoneAndSatisfiesNoConstraint()
    {
        var token = new RawJws();
        token.Claims["emb"] = new JsonObject { ["prp"] = new JsonArray(), ["dst"] = new JsonArray() };
        var emblem = (Emblem)Jws.Read(token.Sign()).Claims;
        Assert.Equal(["prp", "dst"], new EmblemConstraints { Purposes = Purposes.All, Channels = ["dns"] }.ViolatedBy(emblem));
    }

    [Fact]
    public void Read_EndorsementInOlderForms_KeyIsAWholeJwkAndEndIsMissing()
    {
        var token = new RawJws(endorsement: true);
        VerificationKey endorsed = TestKeys.Of(SignatureAlgorithm.ES512).PublicKey;
        token.Claims["key"] = JsonNode.Parse(endorsed.ToJwk());
        token.Claims.Remove("end");
        token.Claims["log"] = new JsonArray(Entry("v1", true, false), Entry("static", false, true));

        var read = (Endorsement)Jws.Read(token.Sign()).Claims;
        Assert.Equal((endorsed.JwkIdentifier, false), (read.EndorsedKey, read.MayEndorse));
        Assert.NotNull(read.Log[0].LeafHash);
        Assert.Equal(5UL, read.Log[1].LeafIndex);
    }

    [Fact]
    public void Read_ConstraintsOfAnEndorsement_AreAllThere()
    {
        var token = new RawJws(endorsement: true);
        token.Claims["emb"] = new JsonObject
        {
            ["prp"] = new JsonArray("protective", "indicative"),
            ["dst"] = new JsonArray("dns", "udp"),
            ["assets"] = new JsonArray("*.society.example", "[2001:db8::/48]"),
            ["wnd"] = 172800,
        };

        Assert.Equal(
            new EmblemConstraints
            {
                Purposes = Purposes.Protective | Purposes.Indicative,
                Channels = ["dns", "udp"],
                Assets = [AssetIdentifier.Parse("*.society.example"), AssetIdentifier.Parse("[2001:db8::/48]")],
                Window = TimeSpan.FromDays(2),
            },
            ((Endorsement)Jws.Read(token.Sign()).Claims).Constraints);
    }

    private static JsonObject Entry(string version, bool hash, bool index)
    {
        var entry = new JsonObject { ["ver"] = version, ["id"] = Convert.ToBase64String(new byte[32]) };
        if (hash)
        {
            entry["hash"] = Convert.ToBase64String(new byte[32]);
        }

        if (index)
        {
            entry["index"] = 5;
        }

        return entry;
    }

    private static JsonObject Short() =>
        new() { ["ver"] = "v1", ["id"] = Convert.ToBase64String(new byte[32]), ["hash"] = Convert.ToBase64String(new byte[31]) };
}
