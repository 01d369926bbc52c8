namespace DigitalEmblem.Cli.Stores;

/// <summary>A store did not answer, or not as it must. The message is a sentence with the likely cause and the next step.</summary>
/// <param name="message">The sentence.</param>
/// <param name="isReplaced">Whether the reason is that an object is no longer the one that was expected.</param>
/// <param name="isUnknownCondition">Whether the store does not know the condition that a request had.</param>
internal sealed class StoreException(string message, bool isReplaced = false, bool isUnknownCondition = false) : Exception(message)
{
    /// <summary>Whether the reason is that an object is no longer the one that was expected.</summary>
    public bool IsReplaced { get; } = isReplaced;

    /// <summary>Whether the store does not know the condition that a request had. It did nothing then.</summary>
    public bool IsUnknownCondition { get; } = isUnknownCondition;

    /// <summary>The same, for code that reads streams.</summary>
    public IOException ToIOException() => new(Message, this);
}
