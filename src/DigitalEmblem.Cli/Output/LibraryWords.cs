using System.Runtime.CompilerServices;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// What the libraries say, as sentences. They speak English, so that such a text stands as it is in a hole, where it is shown with escapes
/// and keeps its direction. Where a library gives its templates, this is the one place that takes them.
/// </summary>
internal static class LibraryWords
{
    // By the text itself and not by what it says: a text that comes from elsewhere and is equal is another one.
    private static readonly ConditionalWeakTable<string, Sentence> Kept = [];

    /// <summary>What a finding says.</summary>
    public static Sentence Of(Finding finding) => $"{finding.Message}";

    /// <summary>The first line of a verdict.</summary>
    public static Sentence Of(Verdict verdict) => $"{verdict.ToString()}";

    /// <summary>When what it shows ends: the end of a sentence, such as "expires in 3 days".</summary>
    public static Sentence Expiry(Verdict verdict) => $"{verdict.Expiry().ToString()}";

    /// <summary>What a "marked" leaves open; null if that is nothing.</summary>
    public static Sentence? Caveat(Verdict verdict) =>
        verdict.Caveat().ToString().Trim() is { Length: > 0 } said ? Sentence.Of($"{said}") : null;

    /// <summary>A law text. None of it comes from outside, so that the whole of it is what translations are found by.</summary>
    public static Sentence Law(string english) =>
        Sentence.OfFormat(english.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), []);

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
