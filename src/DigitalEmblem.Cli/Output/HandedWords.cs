using System.Runtime.CompilerServices;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// Texts that the libraries hand on without their words apart: their English stands in a hole as it is, is shown with escapes and keeps
/// its direction. A text that this command itself gave to a library is the sentence that it was.
/// </summary>
internal static class HandedWords
{
    // By the text itself and not by what it says: a text that comes from elsewhere and is equal is another one.
    private static readonly ConditionalWeakTable<string, Sentence> Kept = [];

    /// <summary>
    /// A sentence or its end from a library: a reason, an assumption, who could have learned of a question. Where this command has given
    /// the library that text (<see cref="Keep(Sentence)"/>), it is the sentence that it was.
    /// </summary>
    public static Sentence Text(string english) => Kept.TryGetValue(english, out Sentence? sentence) ? sentence : LibraryWords.Of(english);

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
