using System.Globalization;
using System.Resources;
using System.Text;

namespace DigitalEmblem.Texts;

/// <summary>
/// The translations of sentences, one file a language (<c>Sentences.fr.resx</c>), by their English text. A form of a sentence that counts
/// stands under its code and the name of the form: <c>{0} names are marked.#Few</c>.
/// </summary>
internal static class Translations
{
    /// <summary>Stands between the code of a sentence that counts and its form.</summary>
    public const char Form = '#';

    private const char Capital = '^';

    private static readonly ResourceManager Resources = new("DigitalEmblem.Texts.Sentences", typeof(Translations).Assembly);

    /// <summary>The translation of a sentence as a composite format; null if there is none, and English is said.</summary>
    public static string? Find(Sentence sentence, CultureInfo culture)
    {
        if (culture.TwoLetterISOLanguageName is "en" or "iv")
        {
            return null;
        }

        return sentence.Count is { } count
            ? Look($"{sentence.Code}{Form}{PluralRules.Of(culture, count)}", culture)
                ?? Look($"{sentence.Code}{Form}{PluralCategory.Other}", culture)
                // A sentence that is put together elsewhere may be listed as one that does not count.
                ?? Look(sentence.Code, culture)
            : Look(sentence.Code, culture) ?? (Counted(sentence) is { } number
                ? Look($"{sentence.Code}{Form}{PluralRules.Of(culture, number)}", culture)
                : null);
    }

    /// <summary>The translation of a text by its English; null if there is none.</summary>
    public static string? OfText(string english, CultureInfo culture) =>
        PseudoLanguage.Is(culture) ? PseudoLanguage.Of(english, culture)
        : culture.TwoLetterISOLanguageName is "en" or "iv" ? null
        : Look(english, culture);

    // A library that knows no sentences says which of its texts count by their first hole.
    private static long? Counted(Sentence sentence) => sentence.Arguments is [int or long, ..]
        ? Convert.ToInt64(sentence.Arguments[0], CultureInfo.InvariantCulture)
        : null;

    /// <summary>
    /// What a code is called in the files: with ^ before each capital, because names there differ by more than letter case.
    /// </summary>
    public static string NameOf(string code) =>
        string.Concat(code.Select(c => char.IsUpper(c) || c == Capital ? $"{Capital}{c}" : $"{c}"));

    /// <summary>The code of a name in the files.</summary>
    public static string CodeOf(string name)
    {
        var code = new StringBuilder(name.Length);
        for (int i = 0; i < name.Length; i++)
        {
            i += name[i] == Capital && i + 1 < name.Length ? 1 : 0;
            code.Append(name[i]);
        }

        return code.ToString();
    }

    // The language alone: regions have no texts of their own here, and their calendars and digits differ.
    private static string? Look(string code, CultureInfo culture) =>
        Resources.GetString(NameOf(code), CultureInfo.GetCultureInfo(culture.TwoLetterISOLanguageName)) is { Length: > 0 } found
            ? found
            : null;
}
