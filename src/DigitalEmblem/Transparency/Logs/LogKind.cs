namespace DigitalEmblem;

/// <summary>How a log is read, and how commitments point into it.</summary>
public enum LogKind
{
    /// <summary>By the requests of RFC 6962, 4; entries are named by leaf hash.</summary>
    Rfc6962 = 0,

    /// <summary>By files, the static-ct-api; entries are named by leaf index.</summary>
    Static,
}
