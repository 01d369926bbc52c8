using System.Globalization;
using System.Text;

namespace DigitalEmblem.Cli.Output;

/// <summary>The columns that a text takes on a terminal: Chinese characters take two, and marks on letters none.</summary>
internal static class Columns
{
    // The blocks of East Asian wide characters (UAX #11) that texts in Chinese have.
    private static readonly (int First, int Last)[] Wide =
        [(0x1100, 0x115f), (0x2e80, 0xa4cf), (0xac00, 0xd7a3), (0xf900, 0xfaff), (0xfe30, 0xfe4f), (0xff00, 0xff60), (0x20000, 0x3fffd)];

    /// <summary>How many columns a text takes.</summary>
    public static int Of(string text) => text.EnumerateRunes().Sum(Of);

    /// <summary>The text with blanks after it, or before it, so that it takes a number of columns at least.</summary>
    public static string Pad(string text, int columns, bool before = false)
    {
        string blanks = new(' ', Math.Max(0, columns - Of(text)));
        return before ? blanks + text : text + blanks;
    }

    /// <summary>Whether a character takes two columns; lines may end before and after it.</summary>
    public static bool IsWide(Rune rune) => Array.Exists(Wide, w => rune.Value >= w.First && rune.Value <= w.Last);

    private static int Of(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format ? 0
        : IsWide(rune) ? 2
        : 1;
}
