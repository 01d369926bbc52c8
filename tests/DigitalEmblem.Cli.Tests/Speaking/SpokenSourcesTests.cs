using System.Text.RegularExpressions;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Speaking;

/// <summary>
/// No word for people goes past the sentences. The types hold most doors: messages of exceptions, <c>Say</c>, <c>Tell</c> and the lines on
/// a console take nothing else. These hold the rest. If one fails, a person reads English in the middle of their own language.
/// </summary>
public sealed partial class SpokenSourcesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "src/DigitalEmblem.Cli");

    // Results for programs, or text that was made of sentences before: a whole help, a progress line, the last word of a signal.
    private static readonly string[] Writers =
        ["CommandContext.cs", "Help.cs", "Overview.cs", "Progress.cs", "ScanOutput.cs", "StopSignals.cs"];

    // What is printed as it is and has letters: commands to type, and the digest that "sha256sum" prints.
    private static readonly string[] Typed = ["$ ", "\\n$ ", "  certbot ", "  emblem ", "emblem ", "sha256 "];

    [Fact]
    public void Writers_AreUsedInFewPlaces() => Assert.Equal(
        Writers.Order(StringComparer.Ordinal),
        Sources().Where(s => Writing().IsMatch(s.Text)).Select(s => Path.GetFileName(s.File)).Order(StringComparer.Ordinal));

    /// <summary>Markup is put together of sentences and codes, and has no letters of its own.</summary>
    [Fact]
    public void Markup_HasNoWords() => Assert.Empty(Literals(Markup()).Where(l => Letters(l).Any(char.IsLetter)).ToList());

    [Fact]
    public void Results_HaveNoWords() => Assert.Empty(
        Literals(Printing())
            .Where(l => Letters(l).Any(char.IsLetter))
            .Where(l => !Typed.Any(t => l.StartsWith(t, StringComparison.Ordinal))).ToList());

    [Fact]
    public void Help_IsOfSentences() => Assert.Empty(
        Sources().Where(s => Described().IsMatch(s.Text) || s.Text.Contains(".AddError(", StringComparison.Ordinal))
            .Select(s => Path.GetFileName(s.File))
            .Where(f => f != "Mistakes.cs").ToList());

    private static IEnumerable<(string File, string Text)> Sources() => Directory
        .EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
        .Select(f => (f, File.ReadAllText(f)));

    private static IEnumerable<string> Literals(Regex calls) =>
        Sources().SelectMany(s => calls.Matches(s.Text)).Select(m => m.Groups[1].Value);

    // A literal without holes and without the tags of Spectre's markup.
    private static string Letters(string literal)
    {
        string rest = literal;
        for (string before = ""; before != rest;)
        {
            before = rest;
            rest = Hole().Replace(rest, "");
        }

        // A quotation mark in a hole ends what the patterns below take for the literal.
        int open = rest.IndexOf('{', StringComparison.Ordinal);
        return Tag().Replace(open < 0 ? rest : rest[..open], "");
    }

    [GeneratedRegex(@"\.(Out|Error)\.(Write|WriteLine)(Async)?\(|Behind\(\S+\)\.Write|Console\.Error\.Write|(?<!_)output\.Write\(")]
    private static partial Regex Writing();

    [GeneratedRegex(@"(?:MarkupLine|IndentedMarkup|AddNode|new Tree|new Markup)\((?:[^;""]*, )?\$?""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Markup();

    [GeneratedRegex(@"\.Print(?:Text)?\(\s*\$?""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Printing();

    [GeneratedRegex(@"Description = \$?""|new Command\(\s*""[a-z]+"",\s*\$?""")]
    private static partial Regex Described();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Tag();
}
