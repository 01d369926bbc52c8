using System.Text.RegularExpressions;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// A help in the columns of a terminal. System.CommandLine counts characters, where Chinese ones take two columns, and gives long names
/// half of the line; so it writes each row on one line, and this breaks them.
/// </summary>
internal static partial class HelpLayout
{
    private const int Margin = 2, Gap = 2;

    /// <summary>A whole help.</summary>
    /// <param name="help">The help, with each row on one line.</param>
    /// <param name="columns">The columns of a line.</param>
    public static string Fit(string help, int columns)
    {
        List<string> fitted = [];
        string[] lines = help.ReplaceLineEndings("\n").Split('\n');
        for (int i = 0, section = -1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length == 0 || lines[i][0] != ' ')
            {
                section += lines[i].Length > 0 && lines[i][0] != ' ' ? 1 : 0;
                fitted.Add(lines[i].TrimEnd());
            }
            else if (section > 1)
            {
                string[] rows = [.. lines.Skip(i).TakeWhile(l => l.Trim().Length > 0)];
                fitted.AddRange(Rows([.. rows.Select(Parts)], columns));
                i += rows.Length - 1;
            }
            else
            {
                fitted.AddRange(Text(lines[i], section == 0 ? 0 : Gap, columns));
            }
        }

        return string.Join(Environment.NewLine, fitted);
    }

    /// <summary>Names with a text beside each; below a name that is too long for its column.</summary>
    public static IEnumerable<string> Rows(IReadOnlyList<(string Name, string Text)> rows, int columns)
    {
        int widest = (columns * 3 / 8) - Margin - Gap;
        int names = rows.Select(r => Columns.Of(r.Name)).Where(w => w <= widest).DefaultIfEmpty(0).Max();
        string margin = new(' ', Margin), beside = new(' ', Margin + names + Gap);
        foreach ((string name, string text) in rows)
        {
            string[] lines = [.. Wrapping.Lines(text, columns - beside.Length)];
            bool fits = Columns.Of(name) <= names;
            yield return fits && lines.Length > 0 ? margin + Columns.Pad(name, names + Gap) + lines[0] : margin + name;
            foreach (string line in lines.Skip(fits ? 1 : 0))
            {
                yield return beside + line;
            }
        }
    }

    private static IEnumerable<string> Text(string line, int hanging, int columns)
    {
        string margin = line[..^line.TrimStart().Length];
        // An example is broken where a shell takes it, or not at all.
        return margin.Length > Margin
            ? [line.TrimEnd()]
            : Wrapping.Lines(line.Trim(), columns - margin.Length - hanging)
                .Select((l, i) => margin + new string(' ', i == 0 ? 0 : hanging) + l);
    }

    private static (string Name, string Text) Parts(string row)
    {
        Match parts = Row().Match(row);
        return (parts.Groups[1].Value.TrimEnd(), parts.Groups[2].Value.TrimEnd());
    }

    [GeneratedRegex(@"\A\s*(.+?)(?:  +(\S.*))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Row();
}
