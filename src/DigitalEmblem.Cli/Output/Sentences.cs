namespace DigitalEmblem.Cli.Output;

/// <summary>Puts sentences together.</summary>
internal static class Sentences
{
    /// <summary>One after the other, with a blank between them. Those that are null are left out.</summary>
    public static Sentence Following(Sentence first, params Sentence?[] more) => Following(more.Prepend(first));

    /// <summary>The same of a number of sentences; none gives an empty text.</summary>
    public static Sentence Following(IEnumerable<Sentence?> sentences)
    {
        Sentence? all = null;
        foreach (Sentence next in sentences.OfType<Sentence>())
        {
            all = all is null ? next : Sentence.Of($"{all} {next}");
        }

        return all ?? Sentence.Of($"");
    }
}
