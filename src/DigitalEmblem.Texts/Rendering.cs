using System.Globalization;

namespace DigitalEmblem.Texts;

/// <summary>Renders sentences as text.</summary>
internal static class Rendering
{
    /// <summary>The text of a sentence in a language; in English if that language does not have it.</summary>
    public static string Text(Sentence sentence, CultureInfo culture) => string.Format(
        culture, Format(sentence, culture), [.. sentence.Arguments.Select(a => Argument(a, culture))]);

    /// <summary>The composite format of a sentence in a language; in English if that language does not have it.</summary>
    public static string Format(Sentence sentence, CultureInfo culture)
    {
        string english = sentence is { Count: 1, ForOne: { } one } ? one.Code : sentence.Code;
        return PseudoLanguage.Is(culture) ? PseudoLanguage.Of(english, culture) : Translations.Find(sentence, culture) ?? english;
    }

    /// <summary>A sentence or a word that stands in a hole is rendered; the rest is .NET's to format.</summary>
    public static object? Argument(object? argument, CultureInfo culture) => argument switch
    {
        Sentence inner => Text(inner, culture),
        Enum value => Word.Of(value).In(culture),
        Word word => word.In(culture),
        FormattableString said => Text(Sentence.OfFormat(said.Format, said.GetArguments()), culture),
        _ => argument,
    };
}
