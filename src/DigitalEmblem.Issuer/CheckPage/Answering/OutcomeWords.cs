using DigitalEmblem.Texts;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.CheckPage.Answering;

/// <summary>How an outcome is said and shown: word and shape first, and colour only beside them.</summary>
/// <param name="Heading">The answer.</param>
/// <param name="Meaning">What follows from it, and what does not.</param>
/// <param name="Shape">A sign of its own shape, for those who see no colours.</param>
/// <param name="Style">The class of the stylesheet.</param>
internal sealed record OutcomeWords(Sentence Heading, Sentence Meaning, string Shape, string Style)
{
    /// <summary>Those of an outcome.</summary>
    public static OutcomeWords Of(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Marked => New(
            $"An emblem is shown, and it holds",
            $"What was published for this name is genuine, and is all that this page asks for. What the sign means in law stands below.",
            "✓",
            "good"),
        VerdictOutcome.NotMarked => New(
            $"No emblem was found. That does not mean unprotected",
            $"Nothing is published for this name now. The law covers many people and things that show no emblem.",
            "○",
            ""),
        VerdictOutcome.Invalid => New(
            $"Something is shown, and it is wrong",
            $"Do not rely on what is published for this name. It may be a mistake of its owner, old, or made by another party. The host "
                + $"may be covered by law all the same.",
            "✕",
            "bad"),
        VerdictOutcome.NotAccepted => New(
            $"Valid, but less than this page asks for",
            $"The emblem is genuine, but it shows less than this page asks for. The findings say what is missing.",
            "△",
            "warn"),
        _ => New(
            $"It could not be found out. Do not read this as a no",
            $"A question was not answered, or not in time. There may be an emblem. Ask again later, or in another way.",
            "?",
            "warn"),
    };

    private static OutcomeWords New(Sentence heading, Sentence meaning, string shape, string style) => new(heading, meaning, shape, style);
}
