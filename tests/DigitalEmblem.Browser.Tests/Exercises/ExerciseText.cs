using System.Text.RegularExpressions;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Browser.Tests.Exercises;

/// <summary>The text of an exercise: what it says one should see, and the words of the pages in bold.</summary>
internal sealed partial class ExerciseText
{
    private readonly string _name;
    private readonly string _text;
    private readonly HashSet<string> _quotes, _bold;
    private readonly HashSet<string> _seen = [];

    /// <summary>Reads one.</summary>
    /// <param name="name">The name of the file in docs/exercises.</param>
    public ExerciseText(string name)
    {
        _name = name;
        _text = Indent().Replace(Read(name), "");
        string text = Read(name);
        _quotes = [.. Quote().Matches(text).Select(m => Line().Replace(m.Value, " ").Trim())];
        _bold = [.. Bold().Matches(text).Select(m => Line().Replace(m.Groups[1].Value, " "))];
    }

    /// <summary>What it says one should see, and was not seen yet.</summary>
    public IEnumerable<string> Unseen => _quotes.Except(_seen);

    /// <summary>Notes that what it says was seen.</summary>
    /// <exception cref="InvalidOperationException">It does not say so.</exception>
    public void Saw(string quote)
    {
        if (!_quotes.Contains(quote))
        {
            throw new InvalidOperationException($"{_name} does not say that one sees: {quote}");
        }

        _seen.Add(quote);
    }

    /// <summary>Requires that it names a field, a button, a link or a page.</summary>
    /// <exception cref="InvalidOperationException">It does not.</exception>
    public void Require(string word)
    {
        if (!_bold.Contains(word))
        {
            throw new InvalidOperationException($"{_name} does not tell to use **{word}**.");
        }
    }

    /// <summary>Requires that these lines for a terminal stand in it.</summary>
    /// <exception cref="InvalidOperationException">They do not.</exception>
    public void RequireCommand(string lines)
    {
        if (!_text.Contains(lines, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{_name} does not tell to run: {lines}");
        }
    }

    /// <summary>The lines of a file of the exercises that are for a terminal.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="having">A word of each line.</param>
    public static string Commands(string name, params string[] having) => string.Join(
        '\n',
        Read(name).Split('\n').Where(l => Command().IsMatch(l) && having.Any(h => l.Contains(h, StringComparison.Ordinal)))
            .Select(l => l.Trim()));

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, "docs", "exercises", name + ".md"));

    [GeneratedRegex(@"(^ *> .*\r?\n?)+", RegexOptions.Multiline)]
    private static partial Regex Quote();

    [GeneratedRegex(@"\r?\n *> ?|^ *> |\r?\n *")]
    private static partial Regex Line();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex("^ +", RegexOptions.Multiline)]
    private static partial Regex Indent();

    [GeneratedRegex("^ {4}")]
    private static partial Regex Command();
}
