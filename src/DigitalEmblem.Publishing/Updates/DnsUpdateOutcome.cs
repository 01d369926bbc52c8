namespace DigitalEmblem.Publishing;

/// <summary>What sending an update came to.</summary>
public enum DnsUpdateOutcome
{
    /// <summary>
    /// The update was sent, and there is no answer that can be trusted, so it may have taken effect, or not. Look up the records before you
    /// do anything else.
    /// </summary>
    Unknown = 0,

    /// <summary>The server says that it has made all changes. Only a look-up shows whether other parties see them.</summary>
    Done,

    /// <summary>A prerequisite does not hold: nothing was changed.</summary>
    PrerequisiteFailed,

    /// <summary>The server does not make these changes.</summary>
    Refused,

    /// <summary>The server does not accept that the message is from the holder of the key.</summary>
    KeyRejected,

    /// <summary>The server could not be reached. Nothing was sent, so nothing has happened.</summary>
    NotReached,
}
