namespace DigitalEmblem.Discovery;

/// <summary>What kept a step of following a log from its end. Kept in states: no number is given away anew.</summary>
internal enum LogFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The log says that it has too much to do (429, 503).</summary>
    Busy = 1,

    /// <summary>The log did not answer, or with another fault.</summary>
    NoAnswer = 2,

    /// <summary>The log's answer cannot be read.</summary>
    Unreadable = 3,

    /// <summary>What the log delivered is not what it signed, and it is not shown who is at fault.</summary>
    Unfitting = 4,

    /// <summary>The log signed two heads that contradict each other.</summary>
    Contradiction = 5,
}
