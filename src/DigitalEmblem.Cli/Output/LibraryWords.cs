using System.Runtime.CompilerServices;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// What the libraries say, as sentences: by the words that they keep apart from what stands in them, or by their English, which then stands
/// in a hole as it is, is shown with escapes and keeps its direction.
/// </summary>
internal static class LibraryWords
{
    // By the text itself and not by what it says: a text that comes from elsewhere and is equal is another one.
    private static readonly ConditionalWeakTable<string, Sentence> Kept = [];

    /// <summary>What a finding says.</summary>
    public static Sentence Of(Finding finding) => Sentence.OfLibrary(finding.Message, finding.Format, finding.Arguments);

    /// <summary>The first line of a verdict.</summary>
    public static Sentence Of(Verdict verdict) => Sentence.OfLibrary(verdict.ToFormattable());

    /// <summary>When what it shows ends: the end of a sentence, such as "expires in 3 days".</summary>
    public static Sentence Expiry(Verdict verdict) => Sentence.OfLibrary(verdict.Expiry().ToFormattable());

    /// <summary>What a "marked" leaves open; null if that is nothing.</summary>
    public static Sentence? Caveat(Verdict verdict) => verdict.Caveat() is { } caveat
        ? Sentence.OfLibrary(caveat.ToFormattable())
        : null;

    /// <summary>A text of the law, in the translation that this language has of it.</summary>
    public static Sentence Law(string english) => Sentence.OfText(english);

    /// <summary>A statement of the law; where a treaty that it cites has no authentic text in this language, it says so.</summary>
    public static Sentence Law(LawStatement statement)
    {
        string language = Speech.Language.Tag;
        string[] without =
        [
            .. statement.Sources.Select(s => s.Treaty).OfType<string>().Distinct()
                .Where(t => !TreatyLanguages.Of(t).Contains(language, StringComparer.Ordinal)),
        ];
        Sentence text = Law(statement.Text);
        return without.Length == 0
            ? text
            : $"{text} (Not authentic: in this language there is no authentic text of {Sentence.List(without)}.)";
    }

    /// <summary>
    /// A sentence or its end from a library: a reason, an assumption, who could have learned of a question. Where this command has given
    /// the library that text (<see cref="Keep(Sentence)"/>), it is the sentence that it was.
    /// </summary>
    public static Sentence Text(string english) => Kept.TryGetValue(english, out Sentence? sentence) ? sentence : $"{english}";

    /// <summary>The English of a sentence for a library, which hands that very text back as a reason of its own.</summary>
    public static string Keep(Sentence sentence) => Keep(sentence, sentence.ToString());

    /// <summary>The same for a text that must be fit for a terminal.</summary>
    public static string KeepPrintable(Sentence sentence) => Keep(sentence, PrintableLine.Of(sentence.ToString()));

    private static string Keep(Sentence sentence, string english)
    {
        Kept.AddOrUpdate(english, sentence);
        return english;
    }

    /// <summary>Several of them, one after the other.</summary>
    public static Sentence Texts(IEnumerable<string> english) => Sentences.Following(english.Select(Text));
}
