namespace DigitalEmblem.Extensions;

/// <summary>The names of tags of metrics and spans. Each has values from a closed list, but for <see cref="Host"/>.</summary>
internal static class Tags
{
    /// <summary>The name of a named checker.</summary>
    public const string Checker = "digitalemblem.checker";

    /// <summary>How a check ended: an outcome of verdicts, or <see cref="Stopped"/>.</summary>
    public const string Outcome = "digitalemblem.outcome";

    /// <summary>The level that was shown.</summary>
    public const string Level = "digitalemblem.level";

    /// <summary>How a look-up ended.</summary>
    public const string LookupOutcome = "digitalemblem.dns.outcome";

    /// <summary>How the server that was asked last was asked.</summary>
    public const string Transport = "digitalemblem.dns.transport";

    /// <summary>What was looked for in the cache.</summary>
    public const string CacheKind = "digitalemblem.cache.kind";

    /// <summary>Whether it was there.</summary>
    public const string CacheResult = "digitalemblem.cache.result";

    /// <summary>How many commitments were open.</summary>
    public const string Unavailable = "digitalemblem.evidence.unavailable";

    /// <summary>The host that is checked; in spans only, and only if an option asks for it.</summary>
    public const string Host = "digitalemblem.host";

    /// <summary>The value of <see cref="Outcome"/> where the caller ended the check.</summary>
    public const string Stopped = "Stopped";
}
