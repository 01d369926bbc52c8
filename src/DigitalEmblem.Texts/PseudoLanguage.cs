using System.Globalization;
using System.Text;

namespace DigitalEmblem.Texts;

/// <summary>
/// English in disguise, for tests of pages: what is not in disguise was never made a sentence, and what is cut has no room for other
/// languages. No setting offers these; a test asks for them by the switch of its process.
/// </summary>
internal static class PseudoLanguage
{
    /// <summary>The switch (<see cref="AppContext"/>).</summary>
    public const string Switch = "DigitalEmblem.Texts.Pseudo";

    /// <summary>With accents, in brackets, and 40 % longer.</summary>
    public const string Accented = "en-XA";

    /// <summary>From right to left.</summary>
    public const string Mirrored = "ar-XB";

    private const string Plain = "aceinouyACDEINOSUYZ", Accents = "áçéíñóúýÁÇĐÉÍÑÓŠÚÝŽ";

    // Right-to-left mark, override; and their end.
    private const string Turn = "\u200F\u202E", Back = "\u202C\u200F";

    /// <summary>Whether a test asks for them.</summary>
    public static bool IsOffered => AppContext.TryGetSwitch(Switch, out bool on) && on;

    /// <summary>Whether a culture is one of them.</summary>
    public static bool Is(CultureInfo culture) => culture.Name is Accented or Mirrored;

    /// <summary>The disguise of an English text. Its holes stay.</summary>
    public static string Of(string format, CultureInfo culture)
    {
        string text = OutsideHoles(format, culture.Name == Accented ? Accent : Mirror);
        return culture.Name == Accented && format.Any(char.IsLetter) ? $"[{text}{Longer(format.Length)}]" : text;
    }

    private static string Longer(int length)
    {
        var more = new StringBuilder();
        while (more.Length < length * 2 / 5)
        {
            more.Append(" ẋẋẋẋ");
        }

        return more.ToString();
    }

    private static string Accent(string text) => string.Concat(text.Select(c => Plain.IndexOf(c, StringComparison.Ordinal) is >= 0 and var i
        ? Accents[i]
        : c));

    private static string Mirror(string text) =>
        string.Join(' ', text.Split(' ').Select(w => w.Any(char.IsLetter) ? Turn + w + Back : w));

    private static string OutsideHoles(string format, Func<string, string> change)
    {
        var text = new StringBuilder();
        int from = 0;
        for (int i = 0; i < format.Length; i++)
        {
            if (format[i] == '{' && i + 1 < format.Length && format[i + 1] == '{')
            {
                i++;
            }
            else if (format[i] == '{')
            {
                int end = format.IndexOf('}', i);
                text.Append(change(format[from..i])).Append(format, i, end - i + 1);
                (i, from) = (end, end + 1);
            }
        }

        return text.Append(change(format[from..])).ToString();
    }
}
