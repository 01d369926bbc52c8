namespace DigitalEmblem.Publishing;

/// <summary>What sending an update came to.</summary>
public enum DnsUpdateOutcome
{
    /// <summary>
    /// It was sent, and there is no answer that can be trusted: it may have taken effect, or not. Look before anything else is done.
    /// </summary>
    Unknown = 0,

    /// <summary>The server says that it has made all changes. That the world sees them, only looking shows.</summary>
    Done,

    /// <summary>What was required is not so: nothing was changed.</summary>
    PrerequisiteFailed,

    /// <summary>The server does not make these changes.</summary>
    Refused,

    /// <summary>The server does not take the message for the holder's of the key.</summary>
    KeyRejected,

    /// <summary>The server could not be reached. Nothing was sent, so nothing has happened.</summary>
    NotReached,
}
