namespace DigitalEmblem.Cli.Stores;

/// <summary>A store did not answer, or not as it must. The message is a sentence with the likely cause and the next step.</summary>
/// <param name="message">The sentence.</param>
/// <param name="isReplaced">Whether the reason is that an object is no longer the one that was expected.</param>
internal sealed class StoreException(string message, bool isReplaced = false) : Exception(message)
{
    /// <summary>Whether the reason is that an object is no longer the one that was expected.</summary>
    public bool IsReplaced { get; } = isReplaced;

    /// <summary>The same, for code that reads streams.</summary>
    public IOException ToIOException() => new(Message, this);
}
