using System.Globalization;

namespace DigitalEmblem.Texts;

/// <summary>
/// Which form a whole number has in a language: the rules of Unicode CLDR (supplemental, plurals) for whole numbers without a compact
/// exponent. The tests compare them with CLDR's own data.
/// </summary>
internal static class PluralRules
{
    /// <summary>The form of a number.</summary>
    /// <param name="culture">The language; other languages than ours have the rules of English.</param>
    /// <param name="number">A whole number; of a negative one, its amount decides.</param>
    public static PluralCategory Of(CultureInfo culture, long number)
    {
        ArgumentNullException.ThrowIfNull(culture);
        ulong n = (ulong)Math.Abs((decimal)number);
        return culture.TwoLetterISOLanguageName switch
        {
            "ar" => Arabic(n),
            "es" => n == 1 ? PluralCategory.One : IsMillions(n) ? PluralCategory.Many : PluralCategory.Other,
            "fr" => n <= 1 ? PluralCategory.One : IsMillions(n) ? PluralCategory.Many : PluralCategory.Other,
            "ru" => Russian(n),
            "zh" => PluralCategory.Other,
            _ => n == 1 ? PluralCategory.One : PluralCategory.Other,
        };
    }

    /// <summary>The forms that a language has, for whole numbers.</summary>
    public static IReadOnlyList<PluralCategory> FormsOf(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return culture.TwoLetterISOLanguageName switch
        {
            "ar" => [PluralCategory.Zero, PluralCategory.One, PluralCategory.Two, PluralCategory.Few, PluralCategory.Many,
                PluralCategory.Other],
            "es" or "fr" => [PluralCategory.One, PluralCategory.Many, PluralCategory.Other],
            "ru" => [PluralCategory.One, PluralCategory.Few, PluralCategory.Many],
            "zh" => [PluralCategory.Other],
            _ => [PluralCategory.One, PluralCategory.Other],
        };
    }

    private static bool IsMillions(ulong n) => n != 0 && n % 1_000_000 == 0;

    private static PluralCategory Arabic(ulong n) => n switch
    {
        0 => PluralCategory.Zero,
        1 => PluralCategory.One,
        2 => PluralCategory.Two,
        _ => (n % 100) switch
        {
            >= 3 and <= 10 => PluralCategory.Few,
            >= 11 => PluralCategory.Many,
            _ => PluralCategory.Other,
        },
    };

    private static PluralCategory Russian(ulong n) => (n % 10, n % 100) switch
    {
        (1, not 11) => PluralCategory.One,
        ( >= 2 and <= 4, not (>= 12 and <= 14)) => PluralCategory.Few,
        _ => PluralCategory.Many,
    };
}
