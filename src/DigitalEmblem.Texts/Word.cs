using System.Globalization;

namespace DigitalEmblem.Texts;

/// <summary>
/// A value of an enumeration in a sentence: its name in English, as the API writes it; in other languages the translation of
/// <c>AssetState.Marked</c>, one for each value.
/// </summary>
/// <param name="Type">The enumeration.</param>
/// <param name="Names">The name; of flags the names, as .NET joins them.</param>
internal sealed record Word(string Type, string Names)
{
    private const string Between = ", ";

    /// <summary>The word of a value.</summary>
    public static Word Of(Enum value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new Word(value.GetType().Name, value.ToString());
    }

    /// <summary>The code by which a translation is found.</summary>
    public static string CodeOf(string type, string name) => $"{type}.{name}";

    /// <summary>In a language; in English if that language does not have it.</summary>
    public string In(CultureInfo culture)
    {
        string[] names = [.. Names.Split(Between).Select(n => One(n, culture))];
        return names.Length == 1 ? names[0] : Sentence.List(names).In(culture);
    }

    /// <inheritdoc/>
    public override string ToString() => Names;

    private string One(string name, CultureInfo culture) => PseudoLanguage.Is(culture)
        ? PseudoLanguage.Of(name, culture)
        : Translations.OfText(CodeOf(Type, name), culture) ?? name;
}
