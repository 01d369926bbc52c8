using DigitalEmblem.Cli.Output;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>Help on a terminal of 80 columns. When these fail, a person copies an example that a shell does not take.</summary>
public sealed class NarrowTextTests
{
    private const int Columns = 80;

    [Fact]
    public void Examples_FitTheTerminal_AndAreTheSameCommands()
    {
        using var process = new Command();
        foreach (System.CommandLine.Command command in All(EmblemCommand.Create(process.Context(TextWriter.Null, TextWriter.Null))))
        {
            string wide = command.Description ?? "", narrow = NarrowText.Fit(wide, Columns);
            Assert.Equal(Commands(wide), Commands(narrow));
            Assert.All(
                narrow.Split('\n').Where(l => l.StartsWith("  ", StringComparison.Ordinal) && l.Contains(" --", StringComparison.Ordinal)),
                l => Assert.True(l.Length + 2 <= Columns, l));
            Assert.Equal(Words(wide), Words(narrow));
        }
    }

    [Fact]
    public void A_wide_terminal_and_none_leave_a_text_as_it_is()
    {
        string text = new string('a', 70) + "\n" + new string('b', 70);
        Assert.Equal(text, NarrowText.Fit(text, null));
        Assert.Equal(text, NarrowText.Fit(text, Columns));
        Assert.Equal(text.Replace('\n', ' '), NarrowText.Fit(text, 72));
    }

    private static IEnumerable<System.CommandLine.Command> All(System.CommandLine.Command command) =>
        command.Subcommands.SelectMany(All).Prepend(command);

    // The examples with their continued lines joined.
    private static string[] Commands(string text) =>
        [.. text.ReplaceLineEndings("\n").Replace(" \\\n", " ", StringComparison.Ordinal).Split('\n')
            .Where(l => l.StartsWith("  ", StringComparison.Ordinal)).Select(l => string.Join(' ', Words(l)))];

    private static string[] Words(string text) => text.Split([' ', '\n', '\r', '\\'], StringSplitOptions.RemoveEmptyEntries);
}
