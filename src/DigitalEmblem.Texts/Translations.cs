using System.Globalization;
using System.Resources;

namespace DigitalEmblem.Texts;

/// <summary>
/// The translations of sentences, one file a language (<c>Sentences.fr.resx</c>), by their English text. A form of a sentence that counts
/// stands under its code and the name of the form: <c>{0} names are marked.#Few</c>.
/// </summary>
internal static class Translations
{
    /// <summary>Stands between the code of a sentence that counts and its form.</summary>
    public const char Form = '#';

    private static readonly ResourceManager Resources = new("DigitalEmblem.Texts.Sentences", typeof(Translations).Assembly);

    /// <summary>Whether there are any in a language. English needs none.</summary>
    public static bool Has(CultureInfo culture) => culture.TwoLetterISOLanguageName == "en"
        || Resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)?.GetEnumerator().MoveNext() == true;

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

    // The language alone: regions have no texts of their own here, and their calendars and digits differ.
    private static string? Look(string code, CultureInfo culture) =>
        Resources.GetString(code, CultureInfo.GetCultureInfo(culture.TwoLetterISOLanguageName)) is { Length: > 0 } found ? found : null;
}
