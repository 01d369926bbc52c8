using System.Text;
using System.Text.RegularExpressions;

namespace DigitalEmblem.Cli.Tests.Transcripts;

/// <summary>Reads transcripts out of a document, and compares what they show with what was printed.</summary>
internal static partial class Transcript
{
    /// <summary>What stands for the rest of a line, or, alone on a line, for any lines.</summary>
    private const string LeftOut = "…";

    /// <summary>
    /// The steps of all blocks of a document that begin with a command: in their order, but that blocks below the comment "first" come
    /// before the others. So a document can begin with an answer, and say later what led to it.
    /// </summary>
    public static IReadOnlyList<TranscriptStep> StepsOf(string document) =>
        [.. Blocks().Matches(document).OrderBy(m => m.Groups["first"].Success ? 0 : 1).SelectMany(m => Steps(m.Groups["block"].Value))];

    /// <summary>Whether all that was printed is shown, but for what the document says is left out.</summary>
    public static bool Shows(IReadOnlyList<string> shown, string printed)
    {
        var pattern = new StringBuilder("^");
        foreach (string line in shown)
        {
            pattern.Append(line == LeftOut
                ? "(?:[^\n]*\n)*"
                : Regex.Escape(line).Replace(LeftOut, "[^\n]*", StringComparison.Ordinal) + "\n");
        }

        return Regex.IsMatch(Lines(printed), pattern + "$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
    }

    /// <summary>The words of a command, without its comment.</summary>
    public static string[] Words(string command) =>
        [.. Word().Matches(command).Select(m => m.Value).TakeWhile(w => !w.StartsWith('#')).Select(w => w.Trim('\''))];

    private static IEnumerable<TranscriptStep> Steps(string block)
    {
        foreach (string step in Regex.Split(block.TrimEnd('\n'), @"^\$ ", RegexOptions.Multiline).Skip(1))
        {
            string[] lines = step.Replace("\\\n", "", StringComparison.Ordinal).TrimEnd('\n').Split('\n');
            yield return new TranscriptStep(lines[0], [.. lines[1..].Where(l => l.Length > 0)]);
        }
    }

    private static string Lines(string printed) =>
        string.Concat(printed.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0).Select(l => l + "\n"));

    [GeneratedRegex("^(?<first><!-- first -->\n)?```\n(?<block>\\$ emblem .*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"(?:'[^']*'|\S)+")]
    private static partial Regex Word();
}
