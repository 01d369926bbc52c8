using System.Text.RegularExpressions;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// What the documentation says of code and files is what there is. When these fail, the first thing that a developer copies does not
/// compile, or a reader follows a link to nothing.
/// </summary>
public partial class DocumentationTests
{
    private static readonly string Root = Repository.Root;

    private static readonly string[] Documents =
    [
        "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md",
        .. Directory.GetFiles(Path.Combine(Root, "src"), "*.md", SearchOption.AllDirectories).Select(Relative),
        .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Select(Relative),
        .. Directory.GetFiles(Path.Combine(Root, "spec"), "*.md", SearchOption.AllDirectories).Select(Relative),
        .. Directory.GetFiles(Path.Combine(Root, "bench"), "*.md", SearchOption.TopDirectoryOnly).Select(Relative),
        .. Directory.GetFiles(Path.Combine(Root, "packaging"), "*.md", SearchOption.AllDirectories).Select(Relative),
    ];

    public static TheoryData<string> All => [.. Documents];

    /// <summary>Each piece of C#, up to a blank line, stands line by line in a source that is compiled and run by tests.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Snippets_OfADocument_StandInSourcesThatTestsRun(string document)
    {
        string[] sources = [.. Compiled.Value];
        string[] missing = [.. Snippets().Matches(Text(document)).SelectMany(m => Pieces(m.Groups[1].Value))
            .Where(piece => !sources.Any(s => s.Contains(piece, StringComparison.Ordinal)))];
        Assert.True(missing.Length == 0, $"{document} has code that no test runs:\n\n{string.Join("\n\n", missing)}");
    }

    /// <summary>Each file that a document links to is in the repository.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void Links_OfADocument_LeadToFiles(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Root, document))!;
        string[] broken = [.. Links().Matches(Text(document)).Select(m => m.Groups[1].Value)
            .Where(l => !l.Contains("://", StringComparison.Ordinal) && !l.StartsWith('#'))
            .Where(l => !Path.Exists(Path.Combine(folder, l.Split('#')[0])))];
        Assert.True(broken.Length == 0, $"{document} links to what is not there: {string.Join(", ", broken)}");
    }

    /// <summary>The page on law says what <c>emblem explain</c> says: all of it, and no word of its own as a quotation.</summary>
    [Fact]
    public void Law_IsWhatTheCommandExplains()
    {
        using var command = new Command();
        string[] explained = [.. command.Done("explain").Split('\n').Select(l => Explained().Replace(l, "")).Where(l => l.Length > 0)];
        string[] quoted = [.. Text("docs/law.md").Split('\n').Where(l => l.StartsWith("> ", StringComparison.Ordinal)).Select(l => l[2..])];
        string[] headings = ["Whatever the sign", "Data and cyber operations"];
        Assert.Equal(explained.SkipLast(1).Except(headings), quoted.Select(q => Explained().Replace(q, "")));
    }

    private static readonly Lazy<string[]> Compiled = new(() =>
    [
        .. new[] { "tests", "samples" }
            .SelectMany(f => Directory.GetFiles(Path.Combine(Root, f), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.EndsWith(nameof(DocumentationTests) + ".cs", StringComparison.Ordinal))
            .Select(f => Trimmed(File.ReadAllText(f))),
    ]);

    private static string Relative(string path) => Path.GetRelativePath(Root, path);

    private static string Text(string document) => File.ReadAllText(Path.Combine(Root, document));

    private static IEnumerable<string> Pieces(string code) =>
        Trimmed(code).Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Trimmed(string code) => string.Join('\n', code.Split('\n').Select(l => l.Trim()));

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Snippets();

    /// <summary>What 'emblem explain' prints before a statement: the name of the sign, or a heading.</summary>
    [GeneratedRegex("^(?:[a-z-]+: (?=sign |indicative use)|  (?:Effect|Limits|Articles) +|  )")]
    private static partial Regex Explained();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Links();
}
