using System.Text.RegularExpressions;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// The words that System.CommandLine itself writes into help, in the language of this run. They stand in places of their own: titles at the
/// begin of a line, where our texts never begin, and marks in the first column.
/// </summary>
internal static partial class HelpWords
{
    private const int Gap = 2;

    /// <summary>A whole help with these words in the language of this run.</summary>
    public static string In(string help) => string.Join('\n', help.Split('\n').Select(Line));

    private static string Line(string line) => line.TrimEnd('\r') switch
    {
        "Description:" => Speech.Text($"Description:"),
        "Usage:" => Speech.Text($"Usage:"),
        "Arguments:" => Speech.Text($"Arguments:"),
        "Options:" => Speech.Text($"Options:"),
        "Commands:" => Speech.Text($"Commands:"),
        var text when text.StartsWith("  emblem ", StringComparison.Ordinal) && text.Contains("[options]", StringComparison.Ordinal) => text
            .Replace("[command]", Speech.Text($"[command]"), StringComparison.Ordinal)
            .Replace("[options]", Speech.Text($"[options]"), StringComparison.Ordinal),
        var text => Default().Replace(
            Required().Replace(text, m => Marked(Speech.Text($"(REQUIRED)"), m), 1),
            m => Speech.Text($"[default: {m.Groups[1].Value}]")),
    };

    // Keeps the second column where it is, if there is room.
    private static string Marked(string mark, Match match) =>
        Columns.Pad(mark, Math.Max(match.Length, Columns.Of(mark) + Gap));

    [GeneratedRegex(@"\(REQUIRED\) +", RegexOptions.CultureInvariant)]
    private static partial Regex Required();

    [GeneratedRegex(@"\[default: ([^\]]*)\]", RegexOptions.CultureInvariant)]
    private static partial Regex Default();
}
