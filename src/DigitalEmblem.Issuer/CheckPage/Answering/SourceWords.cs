using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.CheckPage.Answering;

/// <summary>What a source of emblems came to, as people read it.</summary>
internal static class SourceWords
{
    /// <summary>How a search of one kind of record ended. Why it failed is in the words of the resolver.</summary>
    public static Sentence Of(SourceReport source) => source.Outcome switch
    {
        SourceOutcome.Found => Sentence.Counting(
            source.Records.Count, $"1 record of an emblem was found", $"{source.Records.Count} records of an emblem were found"),
        SourceOutcome.Absent => Sentence.Of($"answered: there is no emblem"),
        _ => Sentence.Of($"not answered: {source.Detail}"),
    };
}
