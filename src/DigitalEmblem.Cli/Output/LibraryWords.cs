using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// What the libraries say, as sentences. They speak English, so that such a text stands as it is in a hole, where it is shown with escapes
/// and keeps its direction. Where a library gives its templates, this is the one place that takes them.
/// </summary>
internal static class LibraryWords
{
    /// <summary>What a finding says.</summary>
    public static Sentence Of(Finding finding) => $"{finding.Message}";

    /// <summary>The first line of a verdict.</summary>
    public static Sentence Of(Verdict verdict) => $"{verdict.ToString()}";

    /// <summary>When what it shows ends: the end of a sentence, such as "expires in 3 days".</summary>
    public static Sentence Expiry(Verdict verdict) => $"{verdict.Expiry().ToString()}";

    /// <summary>What a "marked" leaves open; null if that is nothing.</summary>
    public static Sentence? Caveat(Verdict verdict) => verdict.Caveat().ToString().Trim() is { Length: > 0 } said ? Sentence.Of($"{said}") : null;

    /// <summary>A sentence or its end from a library: a reason, an assumption, who could have learned of a question.</summary>
    public static Sentence Text(string english) => $"{english}";

    /// <summary>Several of them, one after the other.</summary>
    public static Sentence Texts(IEnumerable<string> english) => Sentences.Following(english.Select(Text));
}
