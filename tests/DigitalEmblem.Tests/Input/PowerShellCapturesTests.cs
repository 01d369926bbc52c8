using Xunit;

namespace DigitalEmblem.Tests.Input;

/// <summary>
/// What Windows administrators bring. If this fails, PowerShell's shortened tables are taken for whole answers, or its errors for "there
/// is nothing".
/// </summary>
public sealed class PowerShellCapturesTests
{
    private static readonly string Full = "adem-token=" + new string('a', 244);

    private static IReadOnlyList<Capture> Read(string text) =>
        PowerShellText.TryRead(text, out IReadOnlyList<Capture> captures) ? captures : throw new Xunit.Sdk.XunitException("Not read.");

    private static string Table(string strings) => $"""
        Name                Type   TTL   Section    Strings
        ----                ----   ---   -------    -------
        a.example           TXT    300   Answer     {strings}
        """;

    [Theory]
    [InlineData("Resolve-DnsName -Type TXT a.example", "a.example", 16)]
    [InlineData("Resolve-DnsName a.example TXT", "a.example", 16)]
    [InlineData("resolve-dnsname -Name 'a.example' -Type TXT -Server 192.0.2.1 | fl", "a.example", 16)]
    [InlineData("(Resolve-DnsName a.example -Type TXT).Strings", "a.example", 16)]
    [InlineData("Resolve-DnsName a.example", "a.example", 1)]
    [InlineData("Resolve-DnsName -Server TXT a.example", "a.example", 1)]
    [InlineData("Resolve-DnsName a.example | Select TXT", "a.example", 1)]
    [InlineData("Resolve-DnsName a.example -Type ALL", "a.example", 255)]
    [InlineData("Resolve-DnsName a.example -Type WINS", "a.example", null)]
    public void Question_OfACommandLine_IsItsNameAndType(string command, string name, int? type)
    {
        PowerShellQuestion? question = PowerShellQuestion.Read(command);
        Assert.Equal((name, type), (question?.Name?.ToString(), question!.Type));
    }

    [Theory]
    [InlineData("ping a.example")]
    [InlineData("")]
    [InlineData("'a.example' | Resolve-DnsName -Type TXT")]
    [InlineData("Resolve-DnsName -CacheOnly a.example TXT")]
    [InlineData("Resolve-DnsName -NoRecursion a.example TXT")]
    [InlineData("Resolve-DnsName -ErrorAction Stop a.example TXT")]
    public void Question_OfAnotherCommand_IsNone(string command) => Assert.Null(PowerShellQuestion.Read(command));

    [Theory]
    [InlineData("{adem-token=ey...", false)]
    [InlineData("{adem-token=ey\u2026", false)]
    [InlineData("{adem-token=ey, b...}", false)]
    [InlineData("{adem-token=ey", false)]
    [InlineData("{ade...", false)]
    [InlineData("", false)]
    [InlineData("{adem-key={\"a\":1, \"b\":2}}", false)]
    [InlineData("{v=spf1 include:a.example...", true)]
    [InlineData("{adem-token=ey}", true)]
    [InlineData("{v=spf1, v=spf2}", true)]
    public void Strings_ShortenedOrNotToBeToldApart_AreAFaultUnlessTheyAreOfSomethingElse(string strings, bool read) =>
        Assert.Equal(read, Assert.Single(Assert.Single(Read(Table(strings))).Records).Fault is null);

    [Fact]
    public void Strings_OfASplitText_AreJoined()
    {
        CapturedRecord record = Assert.Single(Assert.Single(Read(Table($"{{{Full}, rest}}"))).Records);
        Assert.Equal(Full + "rest", CharacterStrings.Join(record.Data.Span));
    }

    [Fact]
    public void Table_WithRecordsOfOtherTypes_IsNoAnswerToAQuestionForTxt()
    {
        Capture capture = Assert.Single(Read(Table("{v=spf1 -all}") + "\n\n" + """
            Name                Type   TTL   Section    IPAddress
            ----                ----   ---   -------    ---------
            a.example           A      300   Answer     192.0.2.1
            """));
        Assert.Equal((null, 2), (capture.QuestionType, capture.Records.Count));
        Assert.Equal(16, Assert.Single(Read(Table("{v=spf1 -all}"))).QuestionType);
    }

    [Fact]
    public void Table_OfTwoNames_IsTwoAnswers()
    {
        IReadOnlyList<Capture> captures = Read(Table("{x}") + "\nb.example           TXT    300   Answer     {y}");
        Assert.Equal(["a.example", "b.example"], captures.Select(c => c.QuestionName?.ToString()));
    }

    [Theory]
    [InlineData("Resolve-DnsName : txt : DNS name does not exist", null, 3)]
    [InlineData("Resolve-DnsName: a.example : DNS name does not exist.", null, 3)]
    [InlineData("Resolve-DnsName : a.example : DNS name\ndoes not exist\n+ Resolve-DnsName a.example TXT\n+ ~~~", 16, 3)]
    [InlineData(
        "Resolve-DnsName:\nLine |\n   1 |  Resolve-DnsName -Type TXT a.example\n     | a.example : DNS name does not exist.",
        16,
        3)]
    [InlineData("PS C:\\> Resolve-DnsName a.example TXT\nResolve-DnsName: a.example : DNS server failure.", 16, 2)]
    [InlineData("Resolve-DnsName : a.example : Etwas anderes", null, null)]
    public void Error_SaysItsCodeAndOnlyAQuestionThatIsShown(string text, int? type, int? code)
    {
        Capture capture = Assert.Single(Read(text));
        Assert.Equal((type, code), (capture.QuestionType, capture.StatusCode));
        Assert.NotNull(capture.Status);
        Assert.Equal(code is null, capture.Fault is not null);
    }

    [Fact]
    public void Line_ThatPowerShellDoesNotPrint_IsAFaultBesideTheRecords()
    {
        IReadOnlyList<Capture> captures = Read(Table("{v=spf1 -all}") + "\n\n(and more)\n");
        Assert.Equal([false, true], captures.Select(c => c.Fault is not null));
    }

    [Fact]
    public void LinesOfStrings_AFullOneAndWhatFollows_AreOneRecord()
    {
        Assert.True(PowerShellStrings.TryRead($"{Full}\nrest\nadem-key=x\n", out IReadOnlyList<Capture> captures));
        Assert.Equal([Full + "rest", "adem-key=x"], Assert.Single(captures).Records.Select(r => CharacterStrings.Join(r.Data.Span)));
        Assert.False(PowerShellStrings.TryRead("adem-token=short\nrest", out _));
    }
}
