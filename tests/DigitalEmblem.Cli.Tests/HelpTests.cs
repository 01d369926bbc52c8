using DigitalEmblem.Cli.Output;
using DigitalEmblem.Texts;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// Help that people read on a terminal. If one fails, a newcomer who types the bare name of the command is left with a wall of text, or
/// lines of help run into each other.
/// </summary>
public sealed class HelpTests : IDisposable
{
    private const int Columns = 80;

    private readonly Command _command = new();

    public static TheoryData<string> Languages() => [.. Language.Spoken.Select(l => l.Tag)];

    public void Dispose() => _command.Dispose();

    [Theory]
    [MemberData(nameof(Languages))]
    public void EveryLine_OfEveryCommand_FitsEightyColumns(string language)
    {
        _command.Variables["LC_ALL"] = language;
        foreach (string[] path in Paths(EmblemCommand.Create(_command.Context(TextWriter.Null, TextWriter.Null)), []))
        {
            string[] lines = _command.Done([.. path, "--help"]).Split('\n');
            Assert.All(lines, l => Assert.True(Output.Columns.Of(l) <= Columns, $"emblem {string.Join(' ', path)}: {l}"));
            Assert.DoesNotContain(lines, l => l.EndsWith(' '));
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void NoArgument_SaysWhatThisIs_FiveCommands_AndHowToSeeMore(string language)
    {
        _command.Variables["LC_ALL"] = language;
        (int code, string output, string error) = _command.Run();
        Assert.Equal((64, ""), (code, error));
        string[] lines = output.Split('\n');
        Assert.All(lines, l => Assert.True(Output.Columns.Of(l) <= Columns, l));
        Assert.InRange(lines.Length, 9, 24);
        Assert.All(
            (string[])["emblem check ", "emblem verify ", "emblem data check ", "emblem explain ", "emblem demo ", "emblem --help"],
            c => Assert.Contains(c, output.Replace("'", " ", StringComparison.Ordinal) + " ", StringComparison.Ordinal));
        Assert.All(
            lines.Where(l => l.StartsWith("  emblem ", StringComparison.Ordinal)).Select(l => l.Trim().Split("  ")[0]),
            c => _command.Done([.. c.Split(' ')[1..], "--help"]));
    }

    /// <summary>Names stand in one column and their texts in another; a name that is too long has its text below it.</summary>
    [Fact]
    public void Rows_HaveTwoColumns() => Assert.Equal(
        [
            "  --a          one two three four five",
            "               six",
            "  --a-long-name-indeed",
            "               four",
            "  --bcdefghij  five",
        ],
        HelpLayout.Rows([("--a", "one two three four five six"), ("--a-long-name-indeed", "four"), ("--bcdefghij", "five")], 40));

    [Fact]
    public void Lines_AreBrokenBetweenWords_AndBetweenChineseCharacters()
    {
        Assert.Equal(["one two", "three"], Wrapping.Lines("one two three", 9));
        Assert.Equal(["a-word-that-is-longer", "b"], Wrapping.Lines("a-word-that-is-longer b", 9));
        Assert.Equal(["\u67e5\u8be2\u540d", "\u79f0\u3002"], Wrapping.Lines("\u67e5\u8be2\u540d\u79f0\u3002", 7));
        Assert.Equal(["\u67e5\u8be2"], Wrapping.Lines("\u67e5 \u8be2", 7));
        Assert.Empty(Wrapping.Lines("", 9));
    }

    private static IEnumerable<string[]> Paths(System.CommandLine.Command command, string[] path) =>
        command.Subcommands.SelectMany(c => Paths(c, [.. path, c.Name])).Prepend(path);
}
