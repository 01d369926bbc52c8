using System.Text;

namespace DigitalEmblem.Cli.Output;

/// <summary>Breaks a text into lines between its words. A word that is longer than a line stays whole.</summary>
internal static class Wrapping
{
    // No line begins with these, and none ends with those.
    private const string Closing = "\u3001\u3002\uff0c\uff1a\uff1b\uff1f\uff01\uff09\u300b\u300d\u201d";
    private const string Opening = "\uff08\u300a\u300c\u201c";

    /// <summary>The lines.</summary>
    /// <param name="text">The text, without line ends.</param>
    /// <param name="columns">The columns of a line.</param>
    public static IEnumerable<string> Lines(string text, int columns)
    {
        var line = new StringBuilder();
        int width = 0;
        foreach ((bool afterBlank, string word) in Words(text))
        {
            int wide = Columns.Of(word), blank = afterBlank && line.Length > 0 ? 1 : 0;
            if (line.Length > 0 && width + blank + wide > columns)
            {
                yield return line.ToString();
                line.Clear();
                (width, blank) = (0, 0);
            }

            line.Append(' ', blank).Append(word);
            width += blank + wide;
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    /// <summary>The parts between which a line may end, and whether a blank stands before each.</summary>
    private static IEnumerable<(bool AfterBlank, string Word)> Words(string text)
    {
        var word = new StringBuilder();
        bool afterBlank = false, wasWide = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isWide = Columns.IsWide(rune);
            bool holds = word.Length == 0 || Closing.Contains(rune.ToString(), StringComparison.Ordinal)
                || Opening.Contains(word[^1], StringComparison.Ordinal);
            if (rune.Value == ' ' || ((isWide || wasWide) && !holds))
            {
                if (word.Length > 0)
                {
                    yield return (afterBlank, word.ToString());
                    word.Clear();
                    afterBlank = false;
                }

                afterBlank |= rune.Value == ' ';
            }

            if (rune.Value != ' ')
            {
                // Where a text of these characters was written in several lines, no blank stands.
                afterBlank &= !(isWide && wasWide);
                word.Append(rune.ToString());
                wasWide = isWide;
            }
        }

        if (word.Length > 0)
        {
            yield return (afterBlank, word.ToString());
        }
    }
}
