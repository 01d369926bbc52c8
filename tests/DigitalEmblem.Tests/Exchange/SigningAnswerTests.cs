using System.Text;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Exchange;

/// <summary>
/// An issuer publishes what an answer brings. If one of these fails, anyone who carries the file can have it publish
/// something else than it asked for.
/// </summary>
public class SigningAnswerTests
{
    private static readonly SoftwareSigningKey Root = TestExchange.Root;
    private static readonly SigningRequest Request = TestExchange.Request(
        SigningItem.Of(TestTokens.Emblem()), SigningItem.Of(TestExchange.Own()), SigningItem.Of(TestExchange.Terms()));
    private static readonly SigningAnswer Good = Request.Answer(Root);

    [Property]
    public Property Answer_Any_ReadsBackAndIsWrittenTheSameAgain() =>
        Prop.ForAll(Arb.From(TestExchange.RequestsTo(Root.PublicKey)), request =>
        {
            SigningAnswer answer = request.Answer(Root);
            var read = SigningAnswer.Read(answer.ToBytes());
            Assert.Equal(request.Id, read.RequestId);
            Assert.Equal(answer.Signed.Select(s => Convert.ToHexString(s.Span)), read.Signed.Select(s => Convert.ToHexString(s.Span)));
            Assert.Equal(answer.ToBytes(), read.ToBytes());
        });

    [Property]
    public Property Answer_ToOneRequest_NeverPassesForAnother() => Prop.ForAll(
        Arb.From(
            from one in TestExchange.RequestsTo(Root.PublicKey) from other in TestExchange.RequestsTo(Root.PublicKey) select (one, other)),
        t =>
        {
            SigningAnswer answer = t.one.Answer(Root);
            bool asksTheSame = t.one.Items.Select(i => (i.Token, i.Terms)).SequenceEqual(t.other.Items.Select(i => (i.Token, i.Terms)));
            Assert.Equal(t.one.Id == t.other.Id, t.other.Check(answer).Holds);

            // Nor with the id of the other written into it: unless both ask for the very same things.
            Assert.Equal(asksTheSame, t.other.Check(new SigningAnswer(t.other.Id, answer.Signed)).Holds);
        });

    [Property(MaxTest = 500)]
    public Property File_OneByteChanged_IsRefusedOrSaysTheSame() => Prop.ForAll(
        Arb.From(from at in Gen.Choose(0, int.MaxValue) from flip in Gen.Choose(1, 255) select (at, flip)),
        t =>
        {
            byte[] file = Good.ToBytes();
            file[t.at % file.Length] ^= (byte)t.flip;
            return !SigningAnswer.TryRead(file, out SigningAnswer? read)
                || !Request.Check(read).Holds
                || read.ToBytes().SequenceEqual(Good.ToBytes());
        });

    // The cases go by their names, because xunit hands on public types only.
    private static (string What, Func<SigningAnswer> Answer, int? Item, string Reason)[] FaultsTable =>
    [
        ("to another request", () => TestExchange.Request().Answer(Root), null, "one to the request"),
        ("with an item too few", () => Of(Good.Signed[0], Good.Signed[1]), null, "has 2 items, where 3"),
        ("with an item too many", () => Of([.. Good.Signed, Good.Signed[0]]), null, "has 4 items, where 3"),
        ("in another order", () => Of(Good.Signed[1], Good.Signed[0], Good.Signed[2]), 1, "says something else"),
        ("with what cannot be read", () => Second([0xff]), 2, "cannot be read"),
        ("with nothing", () => Second([]), 2, "cannot be read"),
        (
            "with another well-signed endorsement",
            () => Second(Cwt.Sign(TestExchange.Own() with { MayEndorse = true }, Root)),
            2,
            "says something else"),
        ("with the request as a token", () => Third(Cwt.Sign(TestExchange.Own(), Root)), 3, "says something else"),
        (
            "signed by another key of the same kind",
            () => Second(SignedBy(TestKeys.Of(SignatureAlgorithm.ES384, 6))),
            2,
            "not one of the key"),
        (
            "signed in the header of another key",
            () => Second(Cwt.Sign(TestExchange.Own(), TestKeys.Of(SignatureAlgorithm.ES384, 6))),
            2,
            "its header"),
        (
            "signed by a key of another algorithm",
            () => Second(Cwt.Sign(TestExchange.Own(), TestKeys.Of(SignatureAlgorithm.ES512))),
            2,
            "132 bytes"),
        ("with a signature of zeros", () => Second(Asked(1).ToMessage(new byte[96])), 2, "not one of the key"),
        (
            "with the signature of another item",
            () => Second(Asked(1).ToMessage(CoseSign1.Read(Good.Signed[0]).Signature.Span)),
            2,
            "not one of the key"),
        (
            "with a signature over the request as a token's",
            () => Third(Asked(2).ToMessage(Root.Sign((Asked(2) with { ExternalData = default }).ToBytes()))),
            3,
            "not one of the key"),
        ("with a signature that is too short", () => Second(Asked(1).ToMessage(new byte[95])), 2, "95 bytes"),
        ("inside tag 61", () => Second(CoseSign1.InsideCwtTag(Good.Signed[1].Span)), 2, "what stands around it"),
        ("with bytes after the token", () => Second([.. Good.Signed[1].Span, 0]), 2, "cannot be read"),
        ("with something unprotected", () => Second(Unprotected(Good.Signed[1].ToArray())), 2, "what stands around it"),
        (
            "with the header in another order",
            () => Second(CoseSign1.Write(
                HeaderInOtherOrder(),
                Asked(1).Payload.Span,
                Root.Sign(CoseSign1.SigStructure(HeaderInOtherOrder(), [], Asked(1).Payload.Span)))),
            2,
            "its header"),
    ];

    public static TheoryData<string> Faults => [.. FaultsTable.Select(c => c.What)];

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_AnswerBrokenInOneRule_FailsAsAWholeAndSaysWhere(string what)
    {
        (_, Func<SigningAnswer> answer, int? item, string reason) = FaultsTable.Single(c => c.What == what);
        Assert.True(Request.Check(Good).Holds);
        SigningCheck check = Request.Check(SigningAnswer.Read(answer().ToBytes()));
        Assert.False(check.Holds, what);
        Assert.Equal(item, check.Item);
        Assert.True(check.Fault.Contains(reason, StringComparison.Ordinal), $"{what}: {check.Fault}");
        Assert.Empty(check.Items);
    }

    /// <summary>Anyone can make a second valid signature of ECDSA: it is the same token, and what was asked for.</summary>
    [Fact]
    public void Check_TheOtherSignatureOfTheSameBytes_Holds()
    {
        byte[] token = Good.Signed[1].ToArray();
        var order = new System.Numerics.BigInteger(
            Convert.FromHexString("ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
            isUnsigned: true,
            isBigEndian: true);
        var s = new System.Numerics.BigInteger(token.AsSpan()[^48..], isUnsigned: true, isBigEndian: true);
        byte[] other = (order - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        Assert.True(Request.Check(Second([.. token[..^48], .. new byte[48 - other.Length], .. other])).Holds);
    }

    [Theory]
    [InlineData(
        """{"format":"digital-emblem-signing-request","version":1,"request":"ID","signed":["0oQ="]}""",
        "not a file of this format")]
    [InlineData("""{"format":"digital-emblem-signing-answer","version":2,"request":"ID","signed":["0oQ="]}""", "a newer program")]
    [InlineData(
        """{"format":"digital-emblem-signing-answer","version":1,"request":"ID","signed":["0oQ="],"by":"me"}""",
        "by: a member that is not known")]
    [InlineData("""{"format":"digital-emblem-signing-answer","version":1,"signed":["0oQ="]}""", "request: required, and missing")]
    [InlineData("""{"format":"digital-emblem-signing-answer","version":1,"request":"ID"}""", "signed: required, and missing")]
    [InlineData("""{"format":"digital-emblem-signing-answer","version":1,"request":"ID00","signed":["0oQ="]}""", "request: not 32 bytes")]
    [InlineData(
        """{"format":"digital-emblem-signing-answer","version":1,"request":"CAPITALS","signed":["0oQ="]}""",
        "request: not 32 bytes")]
    [InlineData("""{"format":"digital-emblem-signing-answer","version":1,"request":"ID","signed":[]}""", "signed: no item")]
    [InlineData("""{"format":"digital-emblem-signing-answer","version":1,"request":"ID","signed":[MANY]}""", "signed: more items")]
    [InlineData("""{"format":"digital-emblem-signing-answer","version":1,"request":"ID","signed":["0oQ"]}""", "signed[0]: not base64")]
    [InlineData("""{"format":"digital-emblem-signing-answer","version":1,"request":"ID","signed":[null]}""", "signed[0]: not a text")]
    public void Read_FileBrokenInOneRule_IsRefusedAndSaysWhich(string file, string reason)
    {
        string text = file.Replace("MANY", string.Join(',', Enumerable.Repeat("\"0oQ=\"", 101)))
            .Replace("CAPITALS", Request.Id.ToString().ToUpperInvariant()).Replace("ID", Request.Id.ToString());
        TokenFormatException fault = Assert.Throws<TokenFormatException>(() => SigningAnswer.Read(Encoding.UTF8.GetBytes(text)));
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooLarge_IsRefusedUnread() =>
        Assert.Equal(
            FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(() => SigningAnswer.Read(new byte[(1024 * 1024) + 1])).Fault);

    /// <summary>The largest request has an answer that can be read.</summary>
    [Fact]
    public void Answer_ToTheLargestRequest_IsWithinTheLimits()
    {
        SigningItem[] items = [.. Enumerable.Range(0, SigningRequest.MaxItems).Select(i => SigningItem.Of(TestTokens.Emblem() with
        {
            IssuedAt = TestTokens.Now.AddSeconds(i),
            Assets = ValueList.From(Enumerable.Range(0, 95).Select(n => AssetIdentifier.Parse($"host-{n:d4}.department.society.example"))),
        }))];
        SoftwareSigningKey key = TestKeys.Of(SignatureAlgorithm.ES512, 5);
        var request = SigningRequest.Create(TestTokens.Society, key.PublicKey, items, TestTokens.Now);
        Assert.True(request.ToBytes().Length > 480 * 1024, $"{request.ToBytes().Length}");
        Assert.True(request.Check(SigningAnswer.Read(request.Answer(key).ToBytes())).Holds);
    }

    private static SigStructure Asked(int index) => SigStructure.Read(Request.Items[index].ToBeSignedBy(Root.PublicKey));

    private static SigningAnswer Of(params ReadOnlyMemory<byte>[] signed) => new(Request.Id, signed);

    private static SigningAnswer Second(byte[] message) => Of(Good.Signed[0], message, Good.Signed[2]);

    private static SigningAnswer Third(byte[] message) => Of(Good.Signed[0], Good.Signed[1], message);

    private static byte[] SignedBy(SoftwareSigningKey key) => Asked(1).ToMessage(key.Sign(Asked(1).ToBytes()));

    private static byte[] Unprotected(byte[] message)
    {
        // d2 84 58 len header a0 …: one parameter in place of none.
        int at = 4 + message[3];
        return [.. message[..at], 0xa1, 0x07, 0x00, .. message[(at + 1)..]];
    }

    private static byte[] HeaderInOtherOrder()
    {
        byte[] header = Asked(1).Header.ToArray();
        int kid = 1 + 3;
        return [header[0], .. header[kid..(kid + 35)], .. header[1..kid], .. header[(kid + 35)..]];
    }
}
