using System.Globalization;
using System.Text;

namespace DigitalEmblem;

/// <summary>
/// Makes text from outside fit for a message or a terminal: control, format (bidirectional) and separator characters and lone
/// surrogates are written as <c>\u{…}</c>, so that no token can move the cursor, hide a character or forge a line (decisions.md, 25).
/// </summary>
internal static class Printable
{
    /// <summary>
    /// The characters after which <see cref="Text(string)"/> cuts a text with an ellipsis; the last one may be an escape of ten.
    /// </summary>
    public const int MaxLength = 256;

    /// <summary>The text with everything unprintable escaped, on one line, cut after <see cref="MaxLength"/> characters.</summary>
    /// <param name="text">A text from outside, of any content.</param>
    public static string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new StringBuilder(Math.Min(text.Length, MaxLength));
        int read = 0;
        foreach (Rune rune in text.AsSpan(0, Math.Min(text.Length, MaxLength)).EnumerateRunes())
        {
            // An escape has up to ten characters, so the length of the result needs a bound too, and not only the length that is read.
            if (result.Length >= MaxLength)
            {
                break;
            }

            read += rune.Utf16SequenceLength;
            if (IsHarmless(rune))
            {
                result.Append(rune);
            }
            else
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
        }

        return text.Length > read ? result.Append('…').ToString() : result.ToString();
    }

    /// <summary>The text, or its beginning with an ellipsis if it has more characters; no character is cut in half.</summary>
    internal static string Cut(string text, int length) =>
        text.Length <= length ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), "…");

    private static bool IsHarmless(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator)
        && rune != Rune.ReplacementChar;
}
