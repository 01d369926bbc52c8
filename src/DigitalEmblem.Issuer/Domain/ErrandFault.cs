using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>A row of an errand that could not be done.</summary>
internal sealed class ErrandFault
{
    private const int LongestWhy = 2000;

    private ErrandFault()
    {
    }

    public Guid ErrandId { get; private init; }

    /// <summary>The line.</summary>
    public int Line { get; private init; }

    /// <summary>Why, for a person.</summary>
    public Sentence Why { get; private init; } = Sentence.Of($"");

    public static ErrandFault Create(Errand errand, int line, Sentence why) =>
        new() { ErrandId = errand.Id, Line = line, Why = StoredSentence.Bounded(why, LongestWhy) };
}
