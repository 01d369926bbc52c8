namespace DigitalEmblem.Texts;

/// <summary>The texts of the law (<c>spec/law</c>) as sentences: they are data, and their English is their code.</summary>
internal static class LawSentences
{
    /// <summary>A text of the law, in the translation that each language has of it.</summary>
    public static Sentence Of(string english) => Sentence.OfText(english);

    /// <summary>A statement of the law; where a treaty that it cites has no authentic text in the language, it says so.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="language">The language that it is read in.</param>
    public static Sentence Of(LawStatement statement, Language language)
    {
        string[] without =
        [
            .. statement.Sources.Select(s => s.Treaty).OfType<string>().Distinct()
                .Where(t => !TreatyLanguages.Of(t).Contains(language.Tag, StringComparer.Ordinal)),
        ];
        Sentence text = Of(statement.Text);
        return without.Length == 0
            ? text
            : $"{text} (Not authentic: in this language there is no authentic text of {Sentence.List(without)}.)";
    }

    /// <summary>What a page of them says of its language; null in English, which was compared with the treaties.</summary>
    public static Sentence? Translated(Language language) => language == Language.English
        ? null
        : Sentence.Of(
            $"These texts are a translation. No lawyer has compared it with the words of the treaties in this language. What the "
                + $"treaties say decides.");
}
