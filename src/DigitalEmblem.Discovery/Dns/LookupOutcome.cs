namespace DigitalEmblem.Discovery;

/// <summary>How a DNS look-up ended. Only the first three are answers.</summary>
public enum LookupOutcome
{
    /// <summary>There was no answer in time.</summary>
    TimedOut = 0,

    /// <summary>There are records.</summary>
    Found,

    /// <summary>The name exists, and has no records of this type (NODATA).</summary>
    NoData,

    /// <summary>The name does not exist (NXDOMAIN).</summary>
    NameNotFound,

    /// <summary>The server failed (SERVFAIL); a resolver also says so when DNSSEC does not validate.</summary>
    ServerFailure,

    /// <summary>The server refuses to answer (REFUSED).</summary>
    Refused,

    /// <summary>The server cannot be reached.</summary>
    Unreachable,

    /// <summary>The message from the server is no answer to the question: malformed, cut short, or another error code.</summary>
    Malformed,

    /// <summary>The server does not know, and names other servers: it is no resolver, and not responsible for the name.</summary>
    Referred,

    /// <summary>The servers gave different answers: one of them, or a party on the way to it, says what is not true.</summary>
    Disagreement,

    /// <summary>This computer lacks file descriptors or memory: the server was not asked, and nothing is known of it.</summary>
    OutOfResources,
}
