using System.Formats.Cbor;
using System.Text;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Exchange;

/// <summary>
/// An authority vouches for what a request says. If one of these fails, it endorses a key that the one who asked does not have, for
/// more than was asked, or for someone else.
/// </summary>
public class EndorsementRequestTests
{
    private static readonly OrganizationIdentifier Stranger = OrganizationIdentifier.Parse("https://stranger.example");

    private static Arbitrary<(EndorsementTerms Terms, SoftwareSigningKey Key)> Any() =>
        Arb.From(from key in TokenGenerators.SigningKeys from terms in TestExchange.TermsFor(key.PublicKey) select (terms, key));

    [Property]
    public Property Request_Any_ReadsBackAndVerifies() => Prop.ForAll(Any(), t =>
    {
        var signed = EndorsementRequest.Sign(t.Terms, t.Key);
        EndorsementRequest? read = EndorsementRequest.Read(signed.ToBytes()).Verify();
        Assert.Equal(t.Terms, read?.Terms);
        Assert.Equal(signed.Id, read!.Id);
        Assert.Equal(signed.ToBytes(), read.ToBytes());
    });

    [Property(MaxTest = 500)]
    public Property Request_OneByteChanged_IsRefused() => Prop.ForAll(
        Arb.From(
            from signed in Any().Generator
            from at in Gen.Choose(0, int.MaxValue)
            from flip in Gen.Choose(1, 255)
            select (signed, at, flip)),
        t =>
        {
            byte[] message = Message(EndorsementRequest.Sign(t.signed.Terms, t.signed.Key));
            message[t.at % message.Length] ^= (byte)t.flip;
            return !EndorsementRequest.TryRead(RawEndorsementRequest.FileOf(message), out UnverifiedEndorsementRequest? read)
                || read.Verify() is null;
        });

    /// <summary>Every byte of one request, and every bit of it: what a property may miss.</summary>
    [Fact]
    public void Request_AnyBitOfItChanged_IsRefused()
    {
        byte[] message = new RawEndorsementRequest().Message();
        for (int bit = 0; bit < message.Length * 8; bit++)
        {
            byte[] altered = [.. message];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(
                !EndorsementRequest.TryRead(RawEndorsementRequest.FileOf(altered), out UnverifiedEndorsementRequest? read)
                    || read.Verify() is null,
                $"bit {bit}");
        }
    }

    /// <summary>Certificates are of someone's making too: altered ones are refused like all else, and make nothing throw.</summary>
    [Fact]
    public void Request_WithCertificatesAndAnyByteOfItChanged_IsRefused()
    {
        using var log = new TestLog(LogKind.Rfc6962, TestTokens.Now.AddDays(-2));
        using var authority = new TestAuthority(TestTokens.Now);
        BindingChain chain = authority.Issue(
            [.. BindingNames.Wanted(TestTokens.Society, TestExchange.Root.PublicKey.CoseIdentifier)], [log]);
        byte[] message = Message(EndorsementRequest.Sign(TestExchange.Terms() with { Chain = chain }, TestExchange.Root));
        for (int i = 0; i < message.Length; i++)
        {
            byte[] altered = [.. message];
            altered[i] ^= (byte)(1 << (i % 8));
            Assert.True(
                !EndorsementRequest.TryRead(RawEndorsementRequest.FileOf(altered), out UnverifiedEndorsementRequest? read)
                    || read.Verify() is null,
                $"byte {i}");
        }
    }

    [Property(MaxTest = 500)]
    public Property File_OneByteChanged_IsRefusedOrSaysTheSame() => Prop.ForAll(
        Arb.From(from at in Gen.Choose(0, int.MaxValue) from flip in Gen.Choose(1, 255) select (at, flip)),
        t =>
        {
            byte[] file = new RawEndorsementRequest().File();
            Sha256Digest id = EndorsementRequest.Read(file).Id;
            file[t.at % file.Length] ^= (byte)t.flip;
            return !EndorsementRequest.TryRead(file, out UnverifiedEndorsementRequest? read) || read.Verify() is null || read.Id == id;
        });

    /// <summary>The raw form is made from the specification: the two agree to the byte.</summary>
    [Fact]
    public void Request_MadeByHandFromTheSpecification_IsWhatIsWritten()
    {
        EndorsementRequest? read = EndorsementRequest.Read(new RawEndorsementRequest().File()).Verify();
        Assert.Equal(TestExchange.Terms(), read?.Terms);
        Assert.Equal(new RawEndorsementRequest().ToBeSigned(), EndorsementRequest.ToBeSigned(TestExchange.Terms()).ToBytes());
        Assert.Equal(Sha256Digest.Of(new RawEndorsementRequest().ToBeSigned()), read!.Id);
    }

    [Fact]
    public void Request_SignedByAnotherKey_DoesNotVerify()
    {
        SoftwareSigningKey other = TestKeys.Of(SignatureAlgorithm.ES384, 6);
        Assert.Null(
            EndorsementRequest.Read(RawEndorsementRequest.FileOf(new RawEndorsementRequest().Message(data => other.Sign(data)))).Verify());
        Assert.Null(EndorsementRequest.Read(RawEndorsementRequest.FileOf(new RawEndorsementRequest().Message(_ => new byte[96]))).Verify());
    }

    /// <summary>A request never becomes a token: not by its bytes, and not by its signature.</summary>
    [Property]
    public Property Request_Any_IsNoTokenToAnyReader() => Prop.ForAll(Any(), t =>
    {
        byte[] message = Message(EndorsementRequest.Sign(t.Terms, t.Key));
        Assert.False(Cwt.TryRead(message, out _));
        Assert.All(UnverifiedTokens.Read(message).Items, item => Assert.Null(item.Token));
        Assert.All(
            UnverifiedTokens.Read(EndorsementRequest.Sign(t.Terms, t.Key).ToBytes()).Items,
            item => Assert.True(item.Token is null && item.Key is null));

        // Even for a reader that does not look at types and claims: the signature is none over what a token has under its own.
        CoseSign1 read = CoseSign1.Read(message);
        Assert.False(t.Key.PublicKey.Verify(read.SigStructure(), read.Signature.Span));
    });

    /// <summary>A payload that is both would be a token if only the types differed; the external data keep the signatures apart.</summary>
    [Fact]
    public void Signature_OverATokensPayloadAsARequest_VerifiesForNoToken()
    {
        SoftwareSigningKey root = TestExchange.Root;
        CoseSign1 token = CoseSign1.Read(Cwt.Sign(TestExchange.Own(), root));
        byte[] signature = root.Sign(CoseSign1.SigStructure(
            token.ProtectedHeader.Span, Encoding.UTF8.GetBytes("digital-emblem-endorsement-request/1"), token.Payload!.Value.Span));
        UnverifiedToken forged = Cwt.Read(CoseSign1.Write(token.ProtectedHeader.Span, token.Payload!.Value.Span, signature));
        Assert.False(forged.IsSignedBy(root.PublicKey));
    }

    /// <summary>A token never becomes a request: not by its bytes, and not by its signature.</summary>
    [Property]
    public Property Token_Any_IsNoRequest() => Prop.ForAll(
        Arb.From(from token in TokenGenerators.Tokens(TokenProfile.Cwt) from key in TokenGenerators.SigningKeys select (token, key)),
        t => Assert.False(EndorsementRequest.TryRead(RawEndorsementRequest.FileOf(Cwt.Sign(t.token, t.key)), out _)));

    [Fact]
    public void Signature_OverARequestsPayloadAsAToken_VerifiesForNoRequest()
    {
        var raw = new RawEndorsementRequest { ExternalData = "" };
        Assert.Null(EndorsementRequest.Read(raw.File()).Verify());
        raw = new RawEndorsementRequest { ExternalData = "digital-emblem-endorsement-request/2" };
        Assert.Null(EndorsementRequest.Read(raw.File()).Verify());
    }

    public static TheoryData<string, Action<object>, string> Refusals
    {
        get
        {
            var all = new TheoryData<string, Action<object>, string>();
            void Add(string what, Action<RawEndorsementRequest> breakIt, string reason) =>
                all.Add(what, raw => breakIt((RawEndorsementRequest)raw), reason);
            void Term(string what, string name, string value, string reason) => Add(what, raw => raw.Terms[name] = value, reason);

            foreach (string name in (string[])[
                "version", "issuer", "authority", "key", "log", "purposes", "profiles", "mayEndorse", "notBefore", "expires", "madeAt",
                "nonce"])
            {
                Add($"no {name}", raw => raw.Terms.Remove(name), $"payload.{name}: required, and missing");
                Term($"{name} of the wrong type", name, "f6", $"payload.{name}: not ");
            }

            Term("another version", "version", "02", "version 2 is not supported");
            Add(
                "another version with other members",
                raw => { raw.Terms["version"] = "02"; raw.Terms["more"] = "01"; },
                "version 2 is not supported");
            Term("a member that is not known", "more", "01", "payload.more: a member that is not known");
            Add("a key that is no text", raw => raw.RawPayload = "a10101", "not a text");
            Add(
                "a member twice",
                raw => raw.RawPayload = "a2" + RawCwt.Text("version") + "01" + RawCwt.Text("version") + "01",
                "stands twice");
            Add("no map", raw => raw.RawPayload = "80", "not a map");
            Term("an issuer that is none", "issuer", RawCwt.Text("https://society.example/"), "no organization identifier");
            Term("an authority that is none", "authority", RawCwt.Text("http://ministry.example"), "no organization identifier");
            Term("itself as authority", "authority", RawCwt.Text("https://society.example"), "issuer and authority must be different");
            Term("a key that is none", "key", "41a0", "payload.key");
            Term("a private key", "key", RawCwt.Bytes(PrivateKey()), "a private key");
            Term("a key with kid", "key", RawCwt.Bytes(KeyWithKid()), "not in the one encoding");
            Term("no log entry", "log", "80", "log");
            Term("a log entry that is none", "log", "81a0", "an entry without");
            Term(
                "too many log entries",
                "log",
                "91" + string.Concat(Enumerable.Repeat(Convert.ToHexString(CommitmentEntry.WriteCbor([TestTokens.LogEntry]))[2..], 17)),
                "17 entries, where 16 are the limit");
            Term("no purpose", "purposes", "00", "states the purposes");
            Term("a purpose that does not exist", "purposes", "1820", "where 1 to 31 is asked");
            Term("no profile", "profiles", "80", "not the profiles");
            Term("JWS alone, which no answer is", "profiles", "81636a7773", "not the profiles");
            Term("the profiles in another order", "profiles", "82636a777363637774", "not the profiles");
            Term("an endorsement without end", "mayEndorse", "f4", "does not permit to endorse");
            Term("never valid", "expires", RawCwt.Integer(TestTokens.Now.ToUnixTimeSeconds()), "never be valid");
            Term("a date after the year 9999", "expires", RawCwt.Integer(253_402_300_800), "not a date");
            Term("a fraction of a second", "madeAt", RawCwt.Float(1.5), "not an integer");
            Term("a short nonce", "nonce", "4f" + string.Concat(Enumerable.Repeat("07", 15)), "16 bytes");
            Term("an empty contact", "contact", "60", "a contact is one line");
            Term("a long contact", "contact", RawCwt.Text(new string('x', 201)), "a contact is one line");
            Term("a contact of two lines", "contact", RawCwt.Text("a\nb"), "a contact is one line");
            Term("a contact that moves the cursor", "contact", RawCwt.Text("\u001b[2J"), "a contact is one line");
            Term("a contact that turns the line", "contact", RawCwt.Text("\u202eelpmaxe"), "a contact is one line");
            Term("a contact with spaces at its end", "contact", RawCwt.Text("a "), "a contact is one line");
            Term("an empty chain", "chain", "80", "holds no certificate");
            Term("a chain of what is no certificate", "chain", "814100", "payload.chain");
            Term(
                "a chain that is too long",
                "chain",
                "8b" + string.Concat(Enumerable.Repeat("4100", 11)),
                "11 certificates, where 10 are the limit");
            Term("a number with more bytes than it needs", "purposes", "1803", "not in the one encoding");
            Term("a text in pieces", "contact", "7f6161" + "6162" + "ff", "not in the one encoding");
            Add(
                "members in another order",
                raw => raw.Order = names => names.OrderByDescending(n => n, StringComparer.Ordinal),
                "not in the one encoding");

            Add("inside tag 61", raw => raw.Tags = "d83dd2", "what stands around it");
            Add("without tag 18", raw => raw.Tags = "", "not a COSE_Sign1");
            Add("with something unprotected", raw => raw.Unprotected = "a10700", "what stands around it");
            Add("with a detached payload", raw => raw.PayloadInMessage = "f6", "detached");
            Add("with bytes after it", raw => raw.After = "00", "follow");
            Add("of the type of tokens", raw => raw.Header["10"] = RawCwt.Text("application/adem"), "its header");
            Add("of no type", raw => raw.Header.Remove("10"), "its header");
            Add("of another key", raw => raw.Header["04"] = "5820" + new string('0', 64), "its header");
            Add("of another algorithm", raw => raw.Header["01"] = "26", "its header");
            Add("with another parameter", raw => raw.Header["1863"] = "00", "its header");
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Read_BrokenInOneRule_IsRefusedAndSaysWhich(string what, Action<object> breakIt, string reason)
    {
        var raw = new RawEndorsementRequest();
        Assert.NotNull(EndorsementRequest.Read(raw.File()).Verify());
        breakIt(raw);
        TokenFormatException fault = Assert.Throws<TokenFormatException>(() => EndorsementRequest.Read(raw.File()));
        Assert.True(fault.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {fault.Message}");
        Assert.StartsWith("signed", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SignatureOfAnotherLength_IsRefused() => Assert.Contains(
        "its signature has 95 bytes",
        Assert.Throws<TokenFormatException>(
            () => EndorsementRequest.Read(RawEndorsementRequest.FileOf(new RawEndorsementRequest().Message(_ => new byte[95])))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "not a file of this format")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("", "not valid JSON")]
    [InlineData("""{"format":"digital-emblem-signing-request","version":1,"signed":""}""", "not a file of this format")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","version":2,"signed":"","more":1}""", "a newer program")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","version":1.0,"signed":""}""", "a newer program")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","version":"1","signed":""}""", "a newer program")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","signed":""}""", "a newer program")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","version":1}""", "signed: required, and missing")]
    [InlineData(
        """{"format":"digital-emblem-endorsement-request","version":1,"signed":"","note":"x"}""",
        "note: a member that is not known")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","version":1,"signed":"","signed":""}""", "stands twice")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","version":1,"signed":7}""", "signed: not a text")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","version":1,"signed":"0o=="}""", "signed: not base64")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","version":1,"signed":"0oQ"}""", "signed: not base64")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","version":1,"signed":"0o Q="}""", "signed: not base64")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","version":1,"signed":"0oR="}""", "signed: not base64")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","version":1,"signed":""}""", "signed: not valid CBOR")]
    [InlineData("""{"format":"digital-emblem-endorsement-request","version":1,"signed":""} x""", "not valid JSON")]
    public void Read_FileBrokenInOneRule_IsRefusedAndSaysWhich(string file, string reason)
    {
        TokenFormatException fault = Assert.Throws<TokenFormatException>(() => EndorsementRequest.Read(Encoding.UTF8.GetBytes(file)));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooLarge_IsRefusedUnread()
    {
        Assert.Equal(
            FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(() => EndorsementRequest.Read(new byte[128 * 1024 + 1])).Fault);
        Assert.Equal(FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(
            () => EndorsementRequest.Read(RawEndorsementRequest.FileOf(new byte[64 * 1024 + 1]))).Fault);
    }

    // The cases go by their names, because xunit hands on public types only.
    private static (string What, Func<EndorsementTerms, EndorsementTerms> Change, string Reason)[] WishesTable =>
    [
        ("of itself", t => t with { Authority = t.Issuer }, "issuer and authority must be different"),
        ("for no purpose", t => t with { Purposes = Purposes.None }, "states the purposes"),
        ("for a purpose that does not exist", t => t with { Purposes = (Purposes)32 }, "states the purposes"),
        ("never valid", t => t with { Validity = default }, "never be valid"),
        ("without log", t => t with { Log = [] }, "(log)"),
        ("with too many log entries", t => t with { Log = ValueList.From(Enumerable.Repeat(TestTokens.LogEntry, 17)) }, "17 log entries"),
        ("with a short nonce", t => t with { Nonce = new byte[15] }, "a nonce has 16 bytes"),
        ("with a contact of two lines", t => t with { Contact = "a\nb" }, "a contact is one line"),
        ("with a contact that is no text", t => t with { Contact = "\ud800" }, "a contact is one line"),
        ("for another key", t => t with { Key = TestExchange.Daily }, "and this is the key"),
    ];

    public static TheoryData<string> Wishes => [.. WishesTable.Select(c => c.What)];

    [Theory]
    [MemberData(nameof(Wishes))]
    public void Sign_WhatCouldNeverBeGranted_IsRefusedAndSaysWhy(string what)
    {
        (_, Func<EndorsementTerms, EndorsementTerms> change, string reason) = WishesTable.Single(c => c.What == what);
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => EndorsementRequest.Sign(change(TestExchange.Terms()), TestExchange.Root));
        Assert.True(refusal.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {refusal.Message}");
    }

    [Fact]
    public void Sign_NonceThatTheCallerChangesLater_IsThatOfTheSignature()
    {
        byte[] nonce = new byte[EndorsementTerms.NonceLength];
        var signed = EndorsementRequest.Sign(TestExchange.Terms() with { Nonce = nonce }, TestExchange.Root);
        nonce[0] = 1;
        Assert.Equal(0, signed.Terms.Nonce.Span[0]);
        Assert.Equal(0, EndorsementRequest.Read(signed.ToBytes()).Terms.Nonce.Span[0]);
    }

    [Fact]
    public void Endorsement_ForARequest_IsWhatWasAskedAndMayBeSigned()
    {
        var request = EndorsementRequest.Sign(TestExchange.Terms(), TestExchange.Root);
        SoftwareSigningKey ministry = TestKeys.Of(SignatureAlgorithm.ES512, 5);
        Endorsement endorsement = request.ToEndorsement(
            TestTokens.Ministry, [TestTokens.LogEntry], Validity.From(TestTokens.Now, TimeSpan.FromDays(30)), Purposes.Protective);
        Assert.Equal(
            (TestTokens.Ministry, TestTokens.Society, TestExchange.Root.PublicKey.CoseIdentifier, true, Purposes.Protective),
            (endorsement.Issuer, endorsement.Subject, endorsement.EndorsedKey, endorsement.MayEndorse, endorsement.Constraints.Purposes));
        Assert.True(Cwt.Read(Cwt.Sign(endorsement, ministry)).IsSignedBy(ministry.PublicKey));
    }

    public static TheoryData<string, OrganizationIdentifier, int, int, int, Purposes, string> Wider => new()
    {
        { "by another authority", Stranger, 0, 30, 1, Purposes.Protective, "cannot grant it" },
        { "for no purpose", TestTokens.Ministry, 0, 30, 1, Purposes.None, "can be granted" },
        { "for a purpose not asked for", TestTokens.Ministry, 0, 30, 1, Purposes.Protective | Purposes.CulturalProperty, "can be granted" },
        { "from before", TestTokens.Ministry, -1, 30, 1, Purposes.Protective, "goes beyond" },
        { "for longer", TestTokens.Ministry, 0, 366, 1, Purposes.Protective, "goes beyond" },
        { "without log", TestTokens.Ministry, 0, 30, 0, Purposes.Protective, "(log)" },
    };

    [Theory]
    [MemberData(nameof(Wider))]
    public void Endorsement_WiderThanAsked_IsRefusedAndSaysWhy(
        string what, OrganizationIdentifier authority, int from, int days, int entries, Purposes purposes, string reason)
    {
        var request = EndorsementRequest.Sign(TestExchange.Terms(), TestExchange.Root);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => request.ToEndorsement(
            authority,
            ValueList.From(Enumerable.Repeat(TestTokens.LogEntry, entries)),
            Validity.From(TestTokens.Now.AddDays(from), TimeSpan.FromDays(days)),
            purposes));
        Assert.True(refusal.Message.Contains(reason, StringComparison.Ordinal), $"{what}: {refusal.Message}");
    }

    /// <summary>What an authority without a network has: the request alone, and whom it trusts.</summary>
    [Theory]
    [InlineData(true, CommitmentOutcome.Proven)]
    [InlineData(false, CommitmentOutcome.Refuted)]
    public void Commitment_OfARequestWithItsChain_IsKnownOffline(bool own, CommitmentOutcome expected)
    {
        using var log = new TestLog(LogKind.Rfc6962, TestTokens.Now.AddDays(-2));
        using var authority = new TestAuthority(TestTokens.Now);
        SoftwareSigningKey root = TestExchange.Root;
        BindingChain chain = authority.Issue(
            [.. BindingNames.Wanted(own ? TestTokens.Society : Stranger, root.PublicKey.CoseIdentifier)], [log]);
        var request = EndorsementRequest.Sign(TestExchange.Terms() with { Chain = chain, Log = chain.LogEntries() }, root);
        EndorsementRequest read = EndorsementRequest.Read(request.ToBytes()).Verify()!;
        Assert.Equal(request.Terms, read.Terms);

        var trust = new TransparencyTrust { Logs = LogList.Read(TestLog.ListOf((log, "https://log.example"))), Roots = authority.Roots };
        Assert.Equal(
            expected,
            HeldEvidence.Of(read.Material, trust).ForCommitment(read.Commitment, CommitmentRules.Default, TestTokens.Now).Outcome);
        Assert.Empty(EndorsementRequest.Sign(TestExchange.Terms(), root).Material.Chains);
    }

    private static byte[] Message(EndorsementRequest request) =>
        Convert.FromBase64String(System.Text.Json.JsonDocument.Parse(request.ToBytes()).RootElement.GetProperty("signed").GetString()!);

    private static byte[] PrivateKey() =>
        Map(
            (1, w => w.WriteInt32(1)),
            (3, w => w.WriteInt32(-8)),
            (-1, w => w.WriteInt32(6)),
            (-2, w => w.WriteByteString(new byte[32])),
            (-4, w => w.WriteByteString(new byte[32])));

    private static byte[] KeyWithKid()
    {
        byte[] key = TestExchange.Root.PublicKey.ToCoseKey();
        return [(byte)(key[0] + 1), .. key[1..3], 0x02, 0x41, 0x00, .. key[3..]];
    }

    private static byte[] Map(params (int Label, Action<CborWriter> Value)[] members)
    {
        var writer = new CborWriter();
        writer.WriteStartMap(members.Length);
        foreach ((int label, Action<CborWriter> value) in members)
        {
            writer.WriteInt32(label);
            value(writer);
        }

        writer.WriteEndMap();
        return writer.Encode();
    }
}
