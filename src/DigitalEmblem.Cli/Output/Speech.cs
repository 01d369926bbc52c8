using System.Globalization;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// Turns sentences into printable text in the language of this run. The language is .NET's own <see cref="CultureInfo.CurrentUICulture"/>:
/// it flows into tasks and timers, and <see cref="EmblemCommand"/> sets it once, before anything is said. What is printed for programs
/// does not come by here, and is English.
/// </summary>
internal static class Speech
{
    // They keep a name from taking its neighbours into its direction (UAX #9): first strong isolate, and its end.
    private const char Isolate = '\u2068', EndOfIsolate = '\u2069';

    /// <summary>The language of this run.</summary>
    public static Language Language =>
        Language.All.FirstOrDefault(l => l.Tag == CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? Language.English;

    /// <summary>Whether it is another one than English.</summary>
    public static bool IsTranslated => Language != Language.English;

    /// <summary>Speaks a language from here on, in this task and those that it begins.</summary>
    public static void Speak(Language language) => CultureInfo.CurrentUICulture = language.Culture;

    /// <summary>
    /// A sentence as text. What stands in its holes comes from outside: it is printable afterwards, on one line, and in a language from
    /// right to left each keeps its own direction.
    /// </summary>
    public static string Text(Sentence sentence)
    {
        Language language = Language;
        CultureInfo culture = language == Language.English ? CultureInfo.InvariantCulture : language.Culture;
        return Text(sentence, culture, language.IsRightToLeft);
    }

    private static string Text(Sentence sentence, CultureInfo culture, bool isolates) => string.Format(
        culture,
        Rendering.Format(sentence, culture),
        [.. sentence.Arguments.Select(a => a is null ? null : (object)new Shown(a, culture, isolates))]);

    /// <summary>What stands in a hole, with the format that the hole has.</summary>
    private sealed class Shown(object value, CultureInfo culture, bool isolates) : IFormattable
    {
        public override string ToString() => ToString(null, culture);

        public string ToString(string? format, IFormatProvider? formatProvider)
        {
            switch (value)
            {
                case Sentence inner:
                    return Text(inner, culture, isolates);
                case Cell cell:
                    return Columns.Pad(Text(cell.Text, culture, isolates), cell.Width, cell.IsAtEnd);
                case Enum word:
                    return Word.Of(word).In(culture);
                case Word word:
                    return word.In(culture);
            }

            string text = value is IFormattable formattable ? formattable.ToString(format, culture) : value.ToString() ?? "";
            // Numbers have the blanks and signs of their language, which a text from outside may not have.
            return IsNumber(value) ? text
                : isolates && text.Length > 0 ? $"{Isolate}{Terminal.Line(text)}{EndOfIsolate}"
                : Terminal.Line(text);
        }

        private static bool IsNumber(object value) =>
            Convert.GetTypeCode(value) is >= TypeCode.SByte and <= TypeCode.Decimal;
    }
}
