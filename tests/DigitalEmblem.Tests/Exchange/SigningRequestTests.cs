using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Exchange;

/// <summary>
/// A person reads a request and lends it the root key of an organization. If one of these fails, they are shown one thing and sign
/// another, or sign what nobody may have wanted.
/// </summary>
public class SigningRequestTests
{
    private static readonly SoftwareSigningKey Root = TestExchange.Root;
    private static readonly OrganizationIdentifier Stranger = OrganizationIdentifier.Parse("https://stranger.example");

    private static Arbitrary<(SigningRequest Request, SoftwareSigningKey Key)> Any() =>
        Arb.From(from key in TokenGenerators.SigningKeys from request in TestExchange.RequestsTo(key.PublicKey) select (request, key));

    [Property]
    public Property Request_Any_ReadsBackAndIsWrittenTheSameAgain() => Prop.ForAll(Any(), t =>
    {
        var read = SigningRequest.Read(t.Request.ToBytes());
        Assert.Equal(t.Request.Id, read.Id);
        Assert.Equal((t.Request.Organization, t.Request.Key, t.Request.MadeAt), (read.Organization, read.Key, read.MadeAt));
        Assert.Equal(t.Request.Items.Select(i => (i.Token, i.Terms)), read.Items.Select(i => (i.Token, i.Terms)));
        Assert.Equal(t.Request.ToBytes(), read.ToBytes());
    });

    [Property]
    public Property Tokens_SignedThroughARequest_AreThoseThatASignerHereMakes_UpToTheSignature() => Prop.ForAll(Any(), t =>
    {
        SigningCheck check = t.Request.Check(SigningAnswer.Read(t.Request.Answer(t.Key).ToBytes()));
        Assert.True(check.Holds, check.Fault);
        Assert.Equal(t.Request.Items.Select(i => (i.Token, i.Terms)), check.Items.Select(i => (i.Asked.Token, i.Asked.Terms)));
        foreach (SignedItem signed in check.Items)
        {
            if (signed.Asked.Token is { } token)
            {
                byte[] here = signed.Asked.Profile == TokenProfile.Cwt
                    ? Cwt.Sign(token, t.Key)
                    : Encoding.ASCII.GetBytes(Jws.Sign(token, t.Key));
                int signature = signed.Asked.Profile == TokenProfile.Cwt
                    ? t.Key.Algorithm.SignatureLength
                    : here.Length - Array.LastIndexOf(here, (byte)'.');
                Assert.Equal(here[..^signature], signed.Encoded.ToArray()[..^signature]);
                UnverifiedToken read = signed.Asked.Profile == TokenProfile.Cwt
                    ? Cwt.Read(signed.Encoded)
                    : Jws.Read(Encoding.ASCII.GetString(signed.Encoded.Span));
                Assert.True(read.IsSignedBy(t.Key.PublicKey));
                Assert.Null(signed.Request);
            }
            else
            {
                Assert.Equal(signed.Asked.Terms, EndorsementRequest.Read(signed.Request!.ToBytes()).Verify()?.Terms);
            }
        }
    });

    [Property(MaxTest = 500)]
    public Property File_OneByteChanged_IsRefusedOrSaysTheSameOrShowsTheChange() => Prop.ForAll(
        Arb.From(
            from any in Any().Generator
            from at in Gen.Choose(0, int.MaxValue)
            from flip in Gen.Choose(1, 255)
            select (any.Request, at, flip)),
        t =>
        {
            byte[] file = t.Request.ToBytes();
            file[t.at % file.Length] ^= (byte)t.flip;

            // A request is not signed: a change that makes another good request makes another id, and whatever it asks is shown.
            return !SigningRequest.TryRead(file, out SigningRequest? read) || read.Id == t.Request.Id
                || read.Items.Zip(t.Request.Items)
                    .Any(pair => !Equals(
                        (pair.First.Token, pair.First.Profile, pair.First.Terms),
                        (pair.Second.Token, pair.Second.Profile, pair.Second.Terms)))
                || read.MadeAt != t.Request.MadeAt || !read.Key.Equals(t.Request.Key);
        });

    /// <summary>What is shown is what is signed: no bytes that are read can be those of anything else.</summary>
    [Property(MaxTest = 500)]
    public Property Item_ThatIsRead_IsExactlyTheBytesToBeSigned() => Prop.ForAll(
        Arb.From(
            from item in TestExchange.ItemsFor(Root.PublicKey)
            from at in Gen.Choose(0, int.MaxValue)
            from flip in Gen.Choose(0, 255)
            select (item, at, flip)),
        t =>
        {
            byte[] bytes = t.item.ToBeSignedBy(Root.PublicKey);
            bytes[t.at % bytes.Length] ^= (byte)t.flip;
            try
            {
                Assert.Equal(bytes, SigningItem.Read(bytes, Root.PublicKey).ToBeSignedBy(Root.PublicKey));
            }
            catch (TokenFormatException)
            {
            }
        });

    [Fact]
    public void Request_MadeByHandFromTheSpecification_IsRead()
    {
        var read = SigningRequest.Read(RawSigningRequest.Example.File());
        Assert.Equal(TestTokens.Society, read.Organization);
        var endorsement = Assert.IsType<Endorsement>(Assert.Single(read.Items).Token);
        Assert.Equal([TestTokens.LogEntry], endorsement.Log);

        var asked = SigningRequest.Read(new RawSigningRequest(new RawEndorsementRequest().ToBeSigned()).File());
        Assert.Equal(TestExchange.Terms(), Assert.Single(asked.Items).Terms);
    }

    /// <summary>A mail or an editor may add white space and another end of line; the request is the same.</summary>
    [Fact]
    public void Request_WithOtherWhiteSpace_IsTheSame()
    {
        SigningRequest request = TestExchange.Request();
        string text = Encoding.UTF8.GetString(request.ToBytes());
        foreach (string other in (string[])[text.ReplaceLineEndings("\r\n"), JsonNode.Parse(text)!.ToJsonString(), "\n  " + text + "\n\n"])
        {
            Assert.Equal(request.Id, SigningRequest.Read(Encoding.UTF8.GetBytes(other)).Id);
        }
    }

    [Fact]
    public void Request_InstantsWithFractions_BecomeWholeSeconds()
    {
        var validity = new Validity(TestTokens.Now.AddMilliseconds(1), TestTokens.Now.AddDays(1).AddMilliseconds(999));
        var request = SigningRequest.Create(
            TestTokens.Society,
            Root.PublicKey,
            [SigningItem.Of(TestExchange.Own() with { Validity = validity, IssuedAt = TestTokens.Now.AddMilliseconds(5) })],
            TestTokens.Now.AddMilliseconds(7));
        Assert.Equal(TestTokens.Now, request.MadeAt);
        Assert.Equal(new Validity(TestTokens.Now.AddSeconds(1), TestTokens.Now.AddDays(1)), request.Items[0].Token!.Validity);
        Assert.Equal(request.Id, SigningRequest.Read(request.ToBytes()).Id);
    }

    public static TheoryData<string, Action<JsonObject>, string> Files
    {
        get
        {
            var all = new TheoryData<string, Action<JsonObject>, string>
            {
                { "of another format", j => j["format"] = "digital-emblem-signing-answer", "not a file of this format" },
                { "of another version", j => j["version"] = 2, "version 1 is known here" },
                { "with a member that is not known", j => j["comment"] = "Routine renewal", "comment: a member that is not known" },
                { "with a member in capitals", j => j["Key"] = "", "Key: a member that is not known" },
                {
                    "of what is no organization",
                    j => j["organization"] = "https://society.example/",
                    "organization: no organization identifier"
                },
                { "for a key that is no base64", j => j["key"] = "?", "key: not base64" },
                { "for a key that is none", j => j["key"] = "oA==", "key.crv" },
                { "for a key with kid", j => j["key"] = WithKid(), "key: not in the one encoding" },
                { "made at no instant", j => j["madeAt"] = "yesterday", "madeAt: no instant" },
                { "made at a fraction of a second", j => j["madeAt"] = "2026-12-01T00:00:00.5Z", "madeAt: no instant" },
                { "made in another zone", j => j["madeAt"] = "2026-12-01T01:00:00+01:00", "madeAt: no instant" },
                { "for nothing", j => j["toBeSigned"] = new JsonArray(), "it has 0 items" },
                { "for no list", j => j["toBeSigned"] = "oA==", "toBeSigned: not an array" },
                { "for what is no text", j => j["toBeSigned"] = new JsonArray(1), "toBeSigned[0]: not a text" },
                { "for what is no base64", j => j["toBeSigned"] = new JsonArray("=="), "toBeSigned[0]: not base64" },
                {
                    "for too much",
                    j => j["toBeSigned"] = new JsonArray(
                        [.. Enumerable.Repeat((string)j["toBeSigned"]![0]!, 101).Select(s => JsonValue.Create(s))]),
                    "more than 100 items"
                },
                {
                    "for the same twice",
                    j => j["toBeSigned"] = new JsonArray(
                        [.. Enumerable.Repeat((string)j["toBeSigned"]![0]!, 2).Select(s => JsonValue.Create(s))]),
                    "item 2 is the same as item 1"
                },
            };
            foreach (string name in (string[])["format", "version", "organization", "key", "madeAt", "toBeSigned"])
            {
                all.Add($"without {name}", j => j.Remove(name), name is "format" ? "not a file of this format"
                    : name is "version" ? "version 1 is known here"
                    : $"{name}: required, and missing");
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileBrokenInOneRule_IsRefusedAndSaysWhich(string what, Action<JsonObject> breakIt, string reason)
    {
        RawSigningRequest raw = RawSigningRequest.Example;
        Assert.NotNull(SigningRequest.Read(raw.File()));
        breakIt(raw.Json);
        TokenFormatException fault = Assert.Throws<TokenFormatException>(() => SigningRequest.Read(raw.File()));
        Assert.True(fault.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {fault.Message}");
    }

    [Fact]
    public void Read_MemberTwice_IsRefused()
    {
        string text = Encoding.UTF8.GetString(RawSigningRequest.Example.File());
        Assert.Contains(
            "stands twice",
            Assert.Throws<TokenFormatException>(
                () => SigningRequest.Read(Encoding.UTF8.GetBytes("{\"organization\":\"https://stranger.example\"," + text[1..]))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooLarge_IsRefusedUnread() =>
        Assert.Equal(
            FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(() => SigningRequest.Read(new byte[(512 * 1024) + 1])).Fault);

    public static TheoryData<string, Func<byte[]>, string> Items
    {
        get
        {
            var all = new TheoryData<string, Func<byte[]>, string>();
            void Structure(string what, Func<byte[], byte[]> change, string reason) =>
                all.Add(what, () => change(RawSigningRequest.Item(RawSigningRequest.RawToken(endorsement: true))), reason);
            void Claim(string what, bool endorsement, Action<RawCwt> change, string reason) => all.Add(
                what,
                () =>
                {
                    RawCwt token = RawSigningRequest.RawToken(endorsement);
                    change(token);
                    return RawSigningRequest.Item(token);
                },
                reason);

            Structure("what is no CBOR", _ => [0x84, 0x6a], "not valid CBOR");
            Structure("nothing", _ => [], "not valid CBOR");
            Structure("a whole token", _ => Cwt.Sign(TestExchange.Own(), Root), "not an array");
            Structure("three members", b => [0x83, .. b[1..]], "not what a key signs");
            Structure("another context", b => Replace(b, "Signature1"u8, "SignaturE1"u8), "not what a key signs");
            Structure("a MAC", _ => [0x84, .. "dMAC0"u8, 0x40, 0x40, 0x40], "not what a key signs");
            Structure("bytes after it", b => [.. b, 0], "1 bytes follow");
            Structure("a length with more bytes than it needs", b => [0x98, 0x04, .. b[1..]], "not in the one encoding");
            Structure("external data of nobody", b => External(b, "x"), "neither a token nor a request");
            Structure(
                "external data of a request, with the header of a token",
                b => External(b, "digital-emblem-endorsement-request/1"),
                "not the header of a request for an endorsement");
            all.Add(
                "the payload of a token as a request",
                () => new RawEndorsementRequest
                {
                    RawPayload = Convert.ToHexString(CoseSign1.Read(RawSigningRequest.RawToken(true).Sign()).Payload!.Value.Span)
                }
                    .ToBeSigned(),
                "payload");
            all.Add(
                "the payload of a request as a token",
                () => CoseSign1.SigStructure(CwtWriter.ProtectedHeader(Root.PublicKey), [], new RawEndorsementRequest().Payload()),
                "payload.ver: required, and missing");
            all.Add(
                "the header of a request without its external data",
                () => new RawEndorsementRequest { ExternalData = "" }.ToBeSigned(),
                "not the header of a token");
            all.Add(
                "a request that permits no endorsing",
                () => With(new RawEndorsementRequest(), "mayEndorse", "f4"),
                "does not permit to endorse");
            all.Add(
                "a request of another organization",
                () => With(new RawEndorsementRequest(), "issuer", RawCwt.Text("https://stranger.example")),
                "speak for https://stranger.example");
            all.Add(
                "a request for another key",
                () => With(new RawEndorsementRequest(), "key", RawCwt.Bytes(TestExchange.Daily.ToCoseKey())),
                "a key asks for itself");

            all.Add(
                "a request that would be too large when signed",
                () => With(new RawEndorsementRequest(), "chain", "81" + RawCwt.Bytes(new byte[65_000])),
                "are the limit");

            Claim("the header of another key", true, t => t.Header["04"] = "5820" + new string('0', 64), "not the header of a token");
            Claim("the header of another algorithm", true, t => t.Header["01"] = "26", "not the header of a token");
            Claim("a header without type", true, t => t.Header.Remove("10"), "not the header of a token");
            Claim("a header with more in it", true, t => t.Header["1863"] = "00", "not the header of a token");
            Claim(
                "a claim that is not understood",
                true,
                t => t.Claims[RawCwt.Text("scope")] = RawCwt.Text("everything"),
                "a reader of tokens would pass over");
            Claim("a claim that is not of its kind", false, t => t.Claims[RawCwt.Text("end")] = "f5", "a reader of tokens would pass over");
            Claim(
                "an asset that is no name",
                false,
                t => t.Claims[RawCwt.Text("assets")] = "81" + RawCwt.Text("[192.0.2.1]"),
                "a reader of tokens would pass over");
            Claim(
                "an asset with a trailing dot",
                false,
                t => t.Claims[RawCwt.Text("assets")] = "81" + RawCwt.Text("www.society.example."),
                "not in the one encoding");
            Claim(
                "an asset in capitals",
                false,
                t => t.Claims[RawCwt.Text("assets")] = "81" + RawCwt.Text("WWW.society.example"),
                "not in the one encoding");
            Claim("a fraction of a second", false, t => t.Claims["05"] = RawCwt.Float(1.5), "not in the one encoding");
            Claim("an empty log", true, t => t.Claims[RawCwt.Text("log")] = "80", "has no entry");
            Claim(
                "a log entry with more in it",
                true,
                t => t.Claims[RawCwt.Text("log")] = "81a3" + Convert.ToHexString(CommitmentEntry.WriteCbor([TestTokens.LogEntry]))[4..]
                    + RawCwt.Text("zzzzzz") + "00",
                "not in the one encoding");
            Claim(
                "claims in another order",
                true,
                t => t.RawClaims = $"{0xa0 + t.Claims.Count:x2}" + string.Concat(t.Claims.Reverse().Select(c => c.Key + c.Value)),
                "not in the one encoding");
            Claim("another version", true, t => t.Claims[RawCwt.Text("ver")] = "02", "version 2 is not supported");
            Claim("no expiry", true, t => t.Claims.Remove("04"), "payload.exp: required, and missing");
            Claim("a purpose that does not exist", true, t => t.Claims[RawCwt.Text("prp")] = "1820", "where 1 to 31 is asked");
            Claim(
                "too many assets",
                false,
                t => t.Claims[RawCwt.Text("assets")] = "990101" + string.Concat(Enumerable.Repeat(RawCwt.Text("a.example"), 257)),
                "257 assets, where 256 are the limit");
            Claim(
                "a token that is too large",
                false,
                t => t.Claims[RawCwt.Text("assets")] = "81" + RawCwt.Text(new string('a', 20_000)),
                "are the limit");

            Claim("never valid", true, t => t.Claims["05"] = t.Claims["04"], "never be valid");
            Claim(
                "an endorsement of itself",
                true,
                t => t.Claims[RawCwt.Text("key")] = "5820" + Convert.ToHexString(Root.PublicKey.CoseIdentifier.ToArray()),
                "endorses itself");
            Claim(
                "an endorsement of another without log",
                true,
                t => { t.Claims["02"] = RawCwt.Text("https://stranger.example"); t.Claims.Remove(RawCwt.Text("log")); },
                "(log)");
            Claim(
                "an endorsement of another without end",
                true,
                t => { t.Claims["02"] = RawCwt.Text("https://stranger.example"); t.Claims[RawCwt.Text("end")] = "f4"; },
                "(end)");
            Claim("an endorsement for nobody", true, t => t.Claims.Remove("02"), "both be named, or neither");
            Claim(
                "in the name of another organization",
                false,
                t => t.Claims["01"] = RawCwt.Text("https://stranger.example"),
                "speak for https://stranger.example");
            Claim("in nobody's name", false, t => t.Claims.Remove("01"), "speak for nobody");
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Items))]
    public void Read_ItemBrokenInOneRule_RefusesTheWholeRequestAndSaysWhich(string what, Func<byte[]> item, string reason)
    {
        byte[] good = SigningItem.Of(TestTokens.Emblem()).ToBeSignedBy(Root.PublicKey);
        TokenFormatException fault = Assert.Throws<TokenFormatException>(
            () => SigningRequest.Read(new RawSigningRequest(good, item()).File()));
        Assert.True(fault.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {fault.Message}");
        Assert.True(
            fault.Message.StartsWith("toBeSigned[1]", StringComparison.Ordinal)
                || fault.Message.StartsWith("item 2 must not be signed", StringComparison.Ordinal),
            fault.Message);
    }

    // The cases go by their names, because xunit hands on public types only.
    private static (string What, Func<SigningItem[]> Items, string Reason)[] WishesTable =>
    [
        ("nothing", () => [], "it has 0 items"),
        (
            "too much",
            () => [.. Enumerable.Range(0, 101)
                .Select(i => SigningItem.Of(TestTokens.Emblem() with { IssuedAt = TestTokens.Now.AddSeconds(i) }))],
            "it has 101 items"),
        (
            "the same twice",
            () => [SigningItem.Of(TestTokens.Emblem()), SigningItem.Of(TestTokens.Emblem())],
            "item 2 is the same as item 1"),
        (
            "another's emblem",
            () => [SigningItem.Of(TestTokens.Emblem() with { Issuer = Stranger })],
            "item 1 must not be signed: it would speak for https://stranger.example"),
        ("what could never validate", () => [SigningItem.Of(TestTokens.Emblem() with { Assets = [] })], "at least one asset"),
        ("what CWT cannot say", () => [SigningItem.Of(TestTokens.Emblem() with { Channels = ["dns"] })], "JWS profile only"),
        ("what no authority could grant", () => [SigningItem.Of(TestExchange.Terms() with { Log = [] })], "(log)"),
        (
            "what is too large",
            () => [.. Enumerable.Range(0, 100)
                .Select(i => SigningItem.Of(TestTokens.Emblem() with { IssuedAt = TestTokens.Now.AddSeconds(i), Assets = Many }))],
            "are the limit"),
    ];

    public static TheoryData<string> Wishes => [.. WishesTable.Select(c => c.What)];

    [Theory]
    [MemberData(nameof(Wishes))]
    public void Create_WhatMustNotBeAsked_IsRefusedAndSaysWhy(string what)
    {
        (_, Func<SigningItem[]> items, string reason) = WishesTable.Single(c => c.What == what);
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => SigningRequest.Create(TestTokens.Society, Root.PublicKey, items(), TestTokens.Now));
        Assert.True(refusal.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {refusal.Message}");
    }

    [Fact]
    public void Answer_WithAnotherKey_SignsNothingAndNamesBoth()
    {
        SoftwareSigningKey other = TestKeys.Of(SignatureAlgorithm.ES384, 6);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => TestExchange.Request().Answer(other));
        Assert.Contains(Root.PublicKey.CoseIdentifier.ToString(), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(other.PublicKey.CoseIdentifier.ToString(), refusal.Message, StringComparison.Ordinal);
    }

    // The cases go by their names, because xunit hands on public types only.
    private static (string What, SigningItem Item, SigningWarningKind[] Expected)[] WarningsOfTable =>
    [
        ("an own endorsement for a month", SigningItem.Of(TestExchange.Own()), []),
        ("an emblem for a day", SigningItem.Of(TestTokens.Emblem()), []),
        (
            "a year to the day",
            SigningItem.Of(TestExchange.Own() with { Validity = new Validity(TestTokens.Now, TestTokens.Now.AddYears(1)) }),
            []),
        (
            "a year and a second",
            SigningItem.Of(TestExchange.Own() with { Validity = new Validity(TestTokens.Now, TestTokens.Now.AddYears(1).AddSeconds(1)) }),
            [SigningWarningKind.LongValidity]),
        (
            "to the end of time",
            SigningItem.Of(TestExchange.Own() with { Validity = new Validity(TestTokens.Now.AddYears(7972), DateTimeOffset.MaxValue) }),
            [SigningWarningKind.LongValidity]),
        (
            "in the last year",
            SigningItem.Of(TestExchange.Own() with
            {
                Validity = new Validity(new DateTimeOffset(9999, 1, 1, 0, 0, 0, TimeSpan.Zero), DateTimeOffset.MaxValue)
            }),
            []),
        (
            "until now",
            SigningItem.Of(TestTokens.Emblem() with { Validity = new Validity(TestTokens.Now.AddDays(-1), TestTokens.Now) }),
            [SigningWarningKind.Expired]),
        ("with end", SigningItem.Of(TestExchange.Own() with { MayEndorse = true }), [SigningWarningKind.MayEndorse]),
        ("without log", SigningItem.Of(TestExchange.Own() with { Log = [] }), [SigningWarningKind.NoCommitment]),
        (
            "for another",
            SigningItem.Of(TestExchange.Own() with { Subject = Stranger, MayEndorse = true }),
            [SigningWarningKind.OtherOrganization, SigningWarningKind.MayEndorse]),
        (
            "with more purposes",
            SigningItem.Of(TestExchange.Own() with { Constraints = new() { Purposes = Purposes.Protective | Purposes.CivilDefence } }),
            [SigningWarningKind.BeyondProtective]),
        (
            "an emblem with another purpose",
            SigningItem.Of(TestTokens.Emblem() with { Purposes = Purposes.CulturalProperty }),
            [SigningWarningKind.BeyondProtective]),
        (
            "an emblem of a public suffix for a name below it",
            SigningItem.Of(TestTokens.Emblem() with
            {
                Issuer = OrganizationIdentifier.Parse("https://gov.uk"),
                Assets = [AssetIdentifier.Parse("hospital.gov.uk")]
            }),
            [SigningWarningKind.ForeignAsset]),
        (
            "an emblem for a foreign name",
            SigningItem.Of(TestTokens.Emblem() with
            {
                Assets = [AssetIdentifier.Parse("society.example"), AssetIdentifier.Parse("notsociety.example")]
            }),
            [SigningWarningKind.ForeignAsset]),
        ("a request", SigningItem.Of(TestExchange.Terms() with { Purposes = Purposes.Protective }), []),
        (
            "a wide request",
            SigningItem.Of(TestExchange.Terms() with { Validity = Validity.From(TestTokens.Now, TimeSpan.FromDays(367)) }),
            [SigningWarningKind.LongValidity, SigningWarningKind.BeyondProtective]),
    ];

    public static TheoryData<string> WarningsOf => [.. WarningsOfTable.Select(c => c.What)];

    [Theory]
    [MemberData(nameof(WarningsOf))]
    public void Warnings_OfEachKind_AreGivenWhereTheyBelong(string what)
    {
        (_, SigningItem item, SigningWarningKind[] expected) = WarningsOfTable.Single(c => c.What == what);
        Assert.True(
            item.Warnings(TestTokens.Now).Select(w => w.Kind).SequenceEqual(expected),
            $"{what}: {string.Join(", ", item.Warnings(TestTokens.Now))}");
    }

    [Fact]
    public void Kind_OfEachFile_IsWhatItSays()
    {
        SigningRequest request = TestExchange.Request();
        Assert.Equal(ExchangeKind.SigningRequest, ExchangeFile.KindOf(request.ToBytes()));
        Assert.Equal(ExchangeKind.SigningAnswer, ExchangeFile.KindOf(request.Answer(Root).ToBytes()));
        Assert.Equal(ExchangeKind.EndorsementRequest, ExchangeFile.KindOf(new RawEndorsementRequest().File()));
        Assert.Equal(ExchangeKind.None, ExchangeFile.KindOf(Cwt.Sign(TestTokens.Emblem(), Root)));
        Assert.Equal(ExchangeKind.None, ExchangeFile.KindOf(Encoding.UTF8.GetBytes(Root.PublicKey.ToJwk())));
        Assert.Equal(ExchangeKind.None, ExchangeFile.KindOf("{\"format\":7}"u8.ToArray()));
        Assert.Equal(ExchangeKind.None, ExchangeFile.KindOf("{\"format\":\"x\",\"format\":\"x\"}"u8.ToArray()));
    }

    [Property(MaxTest = 300)]
    public void Read_AnyBytes_ThrowsNothingElse(byte[] bytes)
    {
        Assert.False(SigningRequest.TryRead(bytes, out _));
        Assert.False(SigningAnswer.TryRead(bytes, out _));
        Assert.False(EndorsementRequest.TryRead(bytes, out _));
        Assert.Equal(ExchangeKind.None, ExchangeFile.KindOf(bytes));
        Assert.Throws<TokenFormatException>(() => SigningItem.Read(bytes, Root.PublicKey));
    }

    private static ValueList<AssetIdentifier> Many =>
        ValueList.From(Enumerable.Range(0, 250).Select(i => AssetIdentifier.Parse($"host-{i:d4}.department.society.example")));

    private static string WithKid()
    {
        byte[] key = Root.PublicKey.ToCoseKey();
        return Convert.ToBase64String([(byte)(key[0] + 1), .. key[1..3], 0x02, 0x41, 0x00, .. key[3..]]);
    }

    private static byte[] With(RawEndorsementRequest raw, string name, string value)
    {
        raw.Terms[name] = value;
        return raw.ToBeSigned();
    }

    private static byte[] External(byte[] toBeSigned, string externalData)
    {
        var parts = SigStructure.Read(toBeSigned);
        return CoseSign1.SigStructure(parts.Header.Span, Encoding.UTF8.GetBytes(externalData), parts.Payload.Span);
    }

    private static byte[] Replace(byte[] bytes, ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        byte[] copy = [.. bytes];
        to.CopyTo(copy.AsSpan(copy.AsSpan().IndexOf(from)));
        return copy;
    }
}
