using System.Net;

namespace DigitalEmblem.Discovery;

/// <summary>
/// A log did not answer, or not with anything that can be used. Its message is a clause for a person; it never leaves this package.
/// </summary>
internal sealed class LogUnansweredException(string message) : Exception(message)
{
    /// <summary>The status of the answer; null if the fault is another one.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>How long the log asks to be left alone (Retry-After); null if it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the log says that it has too much to do.</summary>
    public bool IsBusy => Status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
}
