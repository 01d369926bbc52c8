using System.Text.RegularExpressions;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>
/// The exercises of docs/exercises quote the pages. When this fails, a person who trains looks for a sentence that no page says any more.
/// </summary>
public partial class ExerciseTests
{
    private const string Anything = "…";

    [Fact]
    public void EveryQuote_IsASentenceOfThePages()
    {
        string folder = Path.Combine(Repository.Root, "docs", "exercises");
        Regex[] said = [.. Catalogue.Read().Select(e => Pattern(e.Code))];
        (string File, string Quote)[] quotes =
        [
            .. Directory.GetFiles(folder, "*.md").SelectMany(f => Quotes(File.ReadAllText(f)).Select(q => (Path.GetFileName(f), q))),
        ];

        Assert.True(quotes.Length > 30, $"{quotes.Length} quotes found");
        Assert.Empty(quotes.Where(q => !said.Any(s => s.IsMatch(q.Quote))).Select(q => $"{q.File}: {q.Quote}").ToList());
    }

    private static IEnumerable<string> Quotes(string text) =>
        Quote().Matches(text).Select(m => Line().Replace(m.Value, " ").Trim().Replace(Anything, "x", StringComparison.Ordinal));

    // What stands in a hole may be anything.
    private static Regex Pattern(string code) => new(
        "^" + Hole().Replace(Regex.Escape(code).Replace("}", "\\}", StringComparison.Ordinal), ".*") + "$",
        RegexOptions.Singleline,
        TimeSpan.FromSeconds(5));

    [GeneratedRegex(@"(^ *> .*\r?\n?)+", RegexOptions.Multiline)]
    private static partial Regex Quote();

    [GeneratedRegex(@"\r?\n *> |^ *> |\r?\n")]
    private static partial Regex Line();

    [GeneratedRegex(@"\\\{\d+(:[^}]*?)?\\\}")]
    private static partial Regex Hole();
}
