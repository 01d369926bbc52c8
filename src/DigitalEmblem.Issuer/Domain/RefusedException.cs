using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>The domain does not allow what was asked. Nothing was changed.</summary>
internal class RefusedException : Exception, ISpoken
{
    /// <summary>A refusal.</summary>
    /// <param name="refusal">The rule.</param>
    /// <param name="sentence">For a person: what is wrong, and what to do next. Its English is the message.</param>
    public RefusedException(Refusal refusal, Sentence sentence)
        : base(sentence.ToString()) => (Refusal, Sentence) = (refusal, sentence);

    /// <summary>Which rule it was.</summary>
    public Refusal Refusal { get; }

    /// <inheritdoc/>
    public Sentence Sentence { get; }
}
