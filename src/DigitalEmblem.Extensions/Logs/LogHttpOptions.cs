namespace DigitalEmblem.Extensions;

/// <summary>How logs are asked.</summary>
public sealed record LogHttpOptions
{
    /// <summary>How long one attempt may take until its answer begins; above zero.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a request may take with all its attempts and the whole body; above <see cref="AttemptTimeout"/>.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a failed request (no answer, 408, 429, 5xx) is tried again; 0 to 10.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>How long before the first retry; it doubles each time, with jitter. A log's Retry-After is followed.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Roots for the TLS certificates of logs, in place of the system's; null for the system's.</summary>
    public System.Security.Cryptography.X509Certificates.X509Certificate2Collection? Roots { get; init; }
}
