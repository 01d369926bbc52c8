namespace DigitalEmblem.Cli.Output;

/// <summary>
/// A command's description for a terminal that is narrower than the lines it is written in: wrapped a second time, paragraphs would have a
/// short line after each long one, and examples would break where a shell does not take it.
/// </summary>
internal static class NarrowText
{
    // Help stands two columns in, and a broken line ends with " \".
    private const int Margin = 4;
    private const string Example = "  ";
    private const string Continued = " \\";

    /// <summary>The text with each paragraph on one line, which the help wraps, and each example in lines that fit.</summary>
    /// <param name="text">The description.</param>
    /// <param name="width">The columns of the terminal; null if there is none.</param>
    public static string Fit(string text, int? width)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        if (width is not { } columns || lines.All(l => Columns.Of(l) + Margin <= columns))
        {
            return text;
        }

        List<string> fitted = [];
        for (int i = 0; i < lines.Length; i++)
        {
            bool isExample = lines[i].StartsWith(Example, StringComparison.Ordinal);
            if (isExample)
            {
                fitted.AddRange(Broken(Joined(lines, ref i), columns - Margin));
            }
            else if (lines[i].Length > 0 && fitted.Count > 0 && fitted[^1].Length > 0
                && !fitted[^1].StartsWith(Example, StringComparison.Ordinal))
            {
                fitted[^1] += " " + lines[i];
            }
            else
            {
                fitted.Add(lines[i]);
            }
        }

        return string.Join('\n', fitted);
    }

    // An example that is written in several lines, in one.
    private static string Joined(string[] lines, ref int i)
    {
        string all = lines[i];
        while (all.EndsWith(Continued, StringComparison.Ordinal) && i + 1 < lines.Length)
        {
            all = all[..^Continued.Length] + " " + lines[++i].TrimStart();
        }

        return all;
    }

    private static IEnumerable<string> Broken(string example, int columns)
    {
        string rest = example;
        while (rest.Length > columns && BreakOf(rest, columns - Continued.Length) is { } end)
        {
            yield return rest[..end] + Continued;
            rest = Example + Example + rest[(end + 1)..];
        }

        yield return rest;
    }

    // Before an option, so that it keeps its value; else before a word. Never in a quotation. Null if there is no place.
    private static int? BreakOf(string line, int columns)
    {
        int word = 0, option = 0, start = line.Length - line.TrimStart().Length;
        bool isQuoted = false;
        for (int i = start; i <= columns; i++)
        {
            isQuoted ^= line[i] is '"' or '\'';
            if (line[i] == ' ' && !isQuoted)
            {
                word = i;
                option = string.CompareOrdinal(line, i, " --", 0, 3) == 0 ? i : option;
            }
        }

        return option > 0 ? option : word > 0 ? word : null;
    }
}
