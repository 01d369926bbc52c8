using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DigitalEmblem.Texts;

/// <summary>
/// A language in which people are spoken to. Neutral cultures only, so that calendars and digits are those of the whole language.
/// </summary>
/// <param name="Tag">Its tag (BCP 47).</param>
/// <param name="OwnName">What it is called in itself.</param>
internal sealed record Language(string Tag, string OwnName)
{
    /// <summary>The languages, in the order in which they are offered; English first.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        new("en", "English"), new("fr", "Français"), new("es", "Español"),
        new("ar", "العربية"), new("ru", "Русский"), new("zh", "中文"),
    ];

    /// <summary>
    /// Those that are offered: all, and in tests the pseudo-languages. The tests hold that each has every sentence. Nothing is read here,
    /// because the command would have the texts of all languages in memory for one.
    /// </summary>
    public static IReadOnlyList<Language> Spoken { get; } =
    [
        .. All,
        .. PseudoLanguage.IsOffered
            ? [new Language(PseudoLanguage.Accented, "Éñglísh"), new Language(PseudoLanguage.Mirrored, "hsilgnE")]
            : (Language[])[],
    ];

    /// <summary>Who reviewed the texts of a language, and when; a change of texts after that is a new review's.</summary>
    public static IReadOnlyDictionary<string, string> Reviewed { get; } = new Dictionary<string, string>();

    /// <summary>English.</summary>
    public static Language English => All[0];

    /// <summary>The culture, in the Gregorian calendar.</summary>
    public CultureInfo Culture { get; } = CultureOf(Tag);

    /// <summary>Whether it is written from right to left.</summary>
    public bool IsRightToLeft => Culture.TextInfo.IsRightToLeft;

    /// <summary>
    /// Whether no speaker of it has reviewed its texts, which each page says then. A review is entered in <see cref="Reviewed"/>.
    /// </summary>
    public bool IsUnreviewed => this != English && !Reviewed.ContainsKey(Tag);

    /// <summary>Finds a spoken one by a tag, whose region and script do not matter: <c>fr</c>, <c>fr-CH</c>, <c>fr_CH.UTF-8</c>.</summary>
    public static bool TryFind(string? tag, [NotNullWhen(true)] out Language? language)
    {
        string first = (tag ?? "").Split('-', '_', '.', '@')[0];
        language = Spoken.FirstOrDefault(l => l.Tag.Equals(tag, StringComparison.OrdinalIgnoreCase))
            ?? Spoken.FirstOrDefault(l => l.Tag.Equals(first, StringComparison.OrdinalIgnoreCase));
        return language is not null;
    }

    // .NET writes Latin digits in every culture. Arabic has separators and a minus for its own digits, which do not fit between these.
    private static CultureInfo CultureOf(string tag)
    {
        var culture = CultureInfo.GetCultureInfo(tag);
        if (!culture.TextInfo.IsRightToLeft)
        {
            return culture;
        }

        var latin = (CultureInfo)culture.Clone();
        latin.NumberFormat = (NumberFormatInfo)NumberFormatInfo.InvariantInfo.Clone();
        return CultureInfo.ReadOnly(latin);
    }
}
