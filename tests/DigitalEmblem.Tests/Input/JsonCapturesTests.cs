using System.Text;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Input;

/// <summary>Answers in JSON. If this fails, a user of a DoH service or of kdig is told something that the answer does not say.</summary>
public sealed class JsonCapturesTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "a b", "a b" },
        { "\"a b\"", "a b" },
        { "\"a\" \"b\"", "ab" },
        { "\"a\"\"b\"", "ab" },
        { "adem-key={\"x\":\"y\"}", "adem-key={\"x\":\"y\"}" },
        { "\"adem-key={\\\"x\\\":\\\"y\\\"}\"", "adem-key={\"x\":\"y\"}" },
        { "adem-key={\\\"x\\\":\\\"y\\\"}", "adem-key={\"x\":\"y\"}" },
        { "\"\\065\\\\\"", "A\\" },
        { "\\# 3 026162", "ab" },
        { "", "" },
        { "\"\"", "" },
    };

    private static string Doh(string data, int type = 16) => System.Text.Json.JsonSerializer.Serialize(new
    {
        Status = 0,
        TC = false,
        Question = new[] { new { name = "www.society.example.", type } },
        Answer = new[] { new { name = "www.society.example.", type, TTL = 300, data } },
    });

    private static IReadOnlyList<Capture> Read(string text) =>
        JsonCaptures.TryRead(text, out IReadOnlyList<Capture> captures) ? captures : throw new Xunit.Sdk.XunitException("Not read.");

    private static CapturedRecord Record(string text) => Assert.Single(Assert.Single(Read(text)).Records);

    [Theory]
    [MemberData(nameof(Texts))]
    public void DohTxt_InEachWayThatServicesWriteIt_IsTheSameText(string data, string text)
    {
        CapturedRecord record = Record(Doh(data));
        Assert.Equal((null, text), (record.Fault, CharacterStrings.Join(record.Data.Span)));
    }

    [Theory]
    [InlineData("\"a")]
    [InlineData("\"a\" \"b")]
    [InlineData("\"a\\")]
    [InlineData("\\# 4 026162")]
    [InlineData("\\# x")]
    public void DohTxt_CutOrWronglyEscaped_IsAFaultOfTheRecord(string data) => Assert.NotNull(Record(Doh(data)).Fault);

    [Fact]
    public void DohAnswer_SaysQuestionStatusAndAlias()
    {
        Capture capture = Assert.Single(Read("""
            {"Status":3,"TC":true,"Question":{"name":"A.example","type":"TXT"},
             "Answer":[{"name":"a.example.","type":5,"TTL":1,"data":"b.example."}]}
            """));
        Assert.Equal(("a.example", 16), (capture.QuestionName?.ToString(), capture.QuestionType));
        Assert.Equal((3, "NXDOMAIN", true), (capture.StatusCode, capture.Status, capture.Truncated));
        Assert.Equal("b.example.", Assert.Single(capture.Records).Target);
    }

    [Fact]
    public void DohAnswer_WithServersAndNothingElse_IsAReferral()
    {
        Capture capture = Assert.Single(Read(
            """
            {"Status":0,"TC":false,"Question":[{"name":"a.example","type":16}],
             "Authority":[{"name":"a.example","type":2,"data":"ns.a."}]}
            """));
        Assert.StartsWith(
            "a referral", Absence.WhyNotSaid(capture, new AliasChain(capture, excerptOfZone: false)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Status":70000,"TC":false}""")]
    [InlineData("""{"Status":0,"TC":"no"}""")]
    [InlineData("""{"Status":0,"TC":false,"Answer":{}}""")]
    [InlineData("""{"Status":0,"TC":false,"Answer":[1]}""")]
    [InlineData("""{"Status":0,"TC":false,"Answer":[{"name":"a.example","type":16}]}""")]
    [InlineData("""{"Status":0,"TC":false,"Answer":[{"name":"a.example","data":"x"}]}""")]
    [InlineData("""{"Status":0,"TC":false,"Question":[{"name":"a.example","type":16},{"name":"b.example","type":16}]}""")]
    [InlineData("""{"Status":0,"Status":3,"TC":false}""")]
    [InlineData("""{"RCODE":0,"ANCOUNT":1}""")]
    [InlineData("""{"RCODE":0,"QNAME":"a.example","QTYPE":16,"QCLASS":3}""")]
    [InlineData("""{"RCODE":0,"QR":0,"QNAME":"a.example","QTYPE":16}""")]
    [InlineData("""{"error":"rate limited"}""")]
    [InlineData("[]")]
    [InlineData("[[{}]]")]
    [InlineData("{}")]
    [InlineData("""{"Status":0,"TC":false}{""")]
    [InlineData("{\"abc\"}")]
    [InlineData("""{"Status":0,"TC":false} nonsense""")]
    [InlineData("[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]")]
    public void Json_OfAnotherKindOrWrong_IsAFault(string text) => Assert.Contains(Read(text), c => c.Fault is not null);

    [Theory]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"AA"}""")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"kty":"OKP","x":"A""")]
    [InlineData("[1, 2]")]
    [InlineData("[section]")]
    [InlineData("adem-key={}")]
    [InlineData("")]
    [InlineData("; {}")]
    public void Json_OfAKeyOrNone_IsLeftToOthers(string text) => Assert.False(JsonCaptures.TryRead(text, out _));

    [Fact]
    public void ErrorObject_IsNamedByItsMembers_AndOnlyTheFirstOnes()
    {
        string text = $$"""{"error":"rate\u001b[31m limited","{{new string('x', 500)}}\u202e":1,"b":2,"c":3}""";
        string reason = Assert.Single(Read(text)).Fault!.Message;
        Assert.Contains("error, ", reason, StringComparison.Ordinal);
        Assert.True(reason.Length < 400 && !reason.Contains('\u202e', StringComparison.Ordinal), reason);
    }

    [Fact]
    public void Rdata_InHexadecimalDigits_IsTakenOnlyAtItsLength()
    {
        static string Message(int length) => $$"""
            {"RCODE":0,"QNAME":"a.example","QTYPE":16,
             "answerRRs":[{"NAME":"a.example","TYPE":16,"RDLENGTH":{{length}},"RDATAHEX":"026162"}]}
            """;
        Assert.Equal((null, "ab"), (Record(Message(3)).Fault, CharacterStrings.Join(Record(Message(3)).Data.Span)));
        Assert.NotNull(Record(Message(4)).Fault);
    }

    [Fact]
    public void ResponseCode_OfTheOptRecord_Counts() => Assert.Equal(
        (16, "BADVERS"),
        Assert.Single(Read("""{"RCODE":0,"QNAME":"a.example","additionalRRs":[{"NAME":".","TYPE":41,"TTL":16777216,"RDLENGTH":0}]}"""))
            is var c ? (c.StatusCode!.Value, c.Status!) : default);

    [Fact]
    public void Answers_BeyondTheLimit_AreAFaultAndNotMemory()
    {
        string[] forms = [string.Concat(Enumerable.Repeat("{}", 5000)), $"[{string.Join(',', Enumerable.Repeat("{}", 5000))}]"];
        Assert.All(forms, text =>
        {
            IReadOnlyList<Capture> captures = Read(text);
            Assert.Equal(JsonCaptures.MaxAnswers + 1, captures.Count);
            Assert.Equal(FormatFault.LimitExceeded, captures[^1].Fault?.Fault);
        });
    }

    [Fact]
    public void Lines_OfSeveralAnswers_AreThoseOfTheText() =>
        Assert.Equal([2, 4], Read($"\n{Doh("a")}\n;; WARNING: something\n{Doh("b")}").Select(c => c.Line));

    [Fact]
    public void StructuredCapture_CutAnywhere_IsAFaultAndNeverAWholeAnswer()
    {
        string[] forms = ["json", "doh", "yaml"];
        foreach (CaptureCase capture in Captures.All.Where(c => Array.Exists(forms, f => c.File.Contains(f, StringComparison.Ordinal))))
        {
            string text = InputTextOf(capture.File).Trim();
            for (int length = 1; length < text.Length; length += 1 + (text.Length / 60))
            {
                string cut = text[..length];
                bool read = JsonCaptures.TryRead(cut, out IReadOnlyList<Capture> captures) || DigYaml.TryRead(cut, out captures);
                bool fault = !read || captures.Any(c => c.Fault is not null || c.StatusCode is null);
                Assert.True(fault || EndsAnAnswer(text, length), $"{capture.File} at {length}:\n{cut}");
            }
        }
    }

    // Between two answers, and after the number of records where they all stand, an answer is whole.
    private static bool EndsAnAnswer(string text, int length)
    {
        JsonCaptures.TryRead(text[..length], out IReadOnlyList<Capture> cut);
        JsonCaptures.TryRead(text, out IReadOnlyList<Capture> whole);
        if (cut.Count > 0)
        {
            return cut.Count < whole.Count || text[length..].Trim().Length == 0;
        }

        DigYaml.TryRead(text[..length], out cut);
        DigYaml.TryRead(text, out whole);
        return cut.Count < whole.Count || cut[^1].Records.Count == whole[^1].Records.Count;
    }

    private static string InputTextOf(string file)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Captures.Folder, file));
        string text = bytes is [0xff, 0xfe, ..] ? Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2) : Encoding.UTF8.GetString(bytes);
        return text.ReplaceLineEndings("\n");
    }
}
