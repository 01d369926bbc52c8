using System.Text;
using Xunit;

namespace DigitalEmblem.Tests.Input;

/// <summary>
/// Lines made of the words that readers look for, in places where no tool puts them. If this fails, one line of a file ends the program
/// or holds it for minutes, or a token counts for a name at which it does not stand.
/// </summary>
public sealed class HostileLinesTests
{
    private const int Rounds = 20_000, Seed = 17;

    private static readonly string[] Words =
    [
        "www.society.example", "www.society.example.", "Host", "Host ", "not found:", " not found: ", "3(NXDOMAIN)", "(", ")", " has ",
        "has", " record ", "record",
        " has no ", "TXT", "CNAME", "IN", "300", "TYPE65297", "\\#", "4", "\"", "\"adem-token=x\"", "adem-key=", " descriptive text ",
        " is an alias for ", "text =",
        "canonical name =", "rdata_16", "rdata_", "=", ";", ";;", "->>HEADER<<-", "opcode: QUERY,", "status: NOERROR", "flags:",
        "flags: qr; ANSWER: 1", "ANSWER SECTION:",
        "QUESTION SECTION:", "Name", "Type", "TTL", "Section", "N", "tion", "Name Type TTL Section", "Section : Answer", "Strings : {", "}",
        "PS C:\\>", "Resolve-DnsName", ":",
        "** ", "can't find ", "*** Can't find x: No answer", "-----BEGIN A-----", "-----END A-----", "-----END B-----", "{", "[",
        "{\"kty\":", "$ORIGIN", "$TTL", "@", ">", "> ",
        "*", "\\", "\\999", "\\04", "80", "d2", "- type: MESSAGE", "response_message_data:", "- '", "'", "\u2028", "\u00a0",
        " from server ", " ms.",
    ];

    private static UnverifiedTokens Read(string text) => UnverifiedTokens.Read(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Read_LinesOfWordsThatReadersLookFor_ThrowsNothing()
    {
        var random = new Random(Seed);
        for (int round = 0; round < Rounds; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ =>
                Words[random.Next(Words.Length)] + (random.Next(6) switch { 0 => "\n", 1 => "", 2 => "\t", _ => " " })));
            Assert.NotNull(Read(text));
        }
    }

    [Theory]
    [InlineData("Host not found: 3(NXDOMAIN)")]
    [InlineData("www.society.example has record x")]
    [InlineData("Name Type TTL Section N\n---- ---- --- ------- -\na    TXT  1   Answer x")]
    public void Read_WordsThatOverlap_AreNotRead(string text) => Assert.DoesNotContain(Read(text).Items, i => i.Token is not null);

    /// <summary>Each of these held the program for minutes when every line was searched to the end of the text.</summary>
    [Theory]
    [InlineData("a;b. IN TXT (\n")]
    [InlineData("a\"b. IN TXT (\n")]
    [InlineData("a\\;b. IN TXT (\n")]
    [InlineData("a. IN TXT ( ;\n")]
    [InlineData("a. IN TXT (\n\"(\"\n")]
    [InlineData("{\"\n")]
    [InlineData("{\"a\":[\n}\n")]
    [InlineData("-----BEGIN A-----\n-----END B-----\n")]
    [InlineData("a.example text =\n\n")]
    [InlineData(">>>>>>>>;\n")]
    public void Read_LinesThatOpenSomething_EachIsSearchedOnce(string line)
    {
        const int Length = 1000 * 1000;
        Assert.NotNull(Read(string.Concat(Enumerable.Repeat(line, Length / line.Length))));
    }

    [Theory]
    [InlineData(">www.society.example. 300 IN TXT \"adem-token=x\"\n")]
    [InlineData("evil.example. 300 IN CNAME >www.society.example.\n>www.society.example. 300 IN TXT \"adem-token=x\"\n")]
    [InlineData(">www.society.example descriptive text \"adem-token=x\"\n")]
    [InlineData(">www.society.example\ttext = \"adem-token=x\"\n")]
    [InlineData("www.society.example. 300 IN A 192.0.2.1\nmail.example. 300 IN NOTYPE x\n\t300 IN TXT \"adem-token=x\"\n")]
    [InlineData("$ORIGIN society.example.\nwww 300 IN A 192.0.2.1\nmail 300 IN NOTYPE x\n\t300 IN TXT \"adem-token=x\"\n")]
    public void Read_RecordOfAnotherName_IsNotTakenForTheNameBeside(string text) =>
        Assert.DoesNotContain(
            Read(text).Items,
            i => i is { Unrecognized: false, Fault: not null, Owner: null } || i.Owner == DomainName.Parse("www.society.example"));

    [Theory]
    [InlineData("> www.society.example. 300 IN TXT \"adem-token=x\"\n")]
    [InlineData(">;; ANSWER SECTION:\n>www.society.example. 300 IN TXT \"adem-token=x\"\n")]
    [InlineData("> > www.society.example. 300 IN TXT \"adem-token=x\"\n")]
    public void Read_RecordQuotedInMail_IsThatOfItsName(string text) =>
        Assert.Equal("www.society.example", Assert.Single(Read(text).Items, i => i.Profile == TokenProfile.Jws).Owner?.ToString());

    [Theory]
    [InlineData("{x.example. 300 IN TXT \"a\"\nwww.society.example. 300 IN TXT \"adem-token=x\"\nz.example. 300 IN TXT }\n")]
    [InlineData("-----BEGIN A-----\nwww.society.example. 300 IN TXT \"adem-token=x\"\n-----END B-----\n")]
    public void Read_LinesOfOthersAroundARecord_DoNotHideIt(string text) =>
        Assert.Contains(Read(text).Items, i => i.Owner == DomainName.Parse("www.society.example"));

    [Fact]
    public void Read_ManyNames_ToldOnce()
    {
        string answers = string.Concat(Enumerable.Range(0, 500).Select(i =>
            $"{{\"Status\":0,\"Question\":[{{\"name\":\"n{i}.example\",\"type\":16}}]}}\n"));
        Assert.Single(Read(answers).Items);
    }

    [Theory]
    [InlineData("\"v=\\999\"", null)]
    [InlineData("\"v=\\25\"", null)]
    [InlineData("\"v=\\255\\\"\\\\\"", "v=\u00ff\"\\")]
    public void Strings_OfEscapes_FollowRfc1035(string line, string? text)
    {
        var lines = new TextLines(line);
        Assert.True(lines.TryRead(out TextLine first));
        (byte[] data, TokenFormatException? fault) = MasterData.Strings(new MasterWords(lines, first, 0));
        Assert.Equal(text is null, fault is not null);
        Assert.True(text is null || CharacterStrings.Latin1(data) == text);
    }
}
