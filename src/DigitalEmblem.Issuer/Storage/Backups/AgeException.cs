namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>The program age did not do what it was asked for. The message says why, and what to do.</summary>
/// <param name="message">The message.</param>
/// <param name="said">What the program said last; empty for nothing.</param>
internal sealed class AgeException(string message, string said) : IOException(message)
{
    /// <summary>What the program said last, safe for people; empty for nothing.</summary>
    public string Said { get; } = said;
}
