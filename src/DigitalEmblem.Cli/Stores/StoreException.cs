namespace DigitalEmblem.Cli.Stores;

/// <summary>A store did not answer, or not as it must.</summary>
/// <param name="sentence">A sentence with the likely cause and the next step.</param>
/// <param name="isReplaced">Whether the reason is that an object is no longer the one that was expected.</param>
/// <param name="isUnknownCondition">Whether the store does not know the condition that a request had.</param>
internal sealed class StoreException(Sentence sentence, bool isReplaced = false, bool isUnknownCondition = false)
    : Exception(sentence.ToString()), ISpoken
{
    /// <summary>The message, for every language.</summary>
    public Sentence Sentence { get; } = sentence;

    /// <summary>Whether the reason is that an object is no longer the one that was expected.</summary>
    public bool IsReplaced { get; } = isReplaced;

    /// <summary>Whether the store does not know the condition that a request had. It did nothing then.</summary>
    public bool IsUnknownCondition { get; } = isUnknownCondition;

    /// <summary>The same, for code that reads streams.</summary>
    public IOException ToIOException() => new(Message, this);
}
