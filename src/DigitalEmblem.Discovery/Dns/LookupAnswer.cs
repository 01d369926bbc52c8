namespace DigitalEmblem.Discovery;

/// <summary>The answer to one look-up.</summary>
public sealed record LookupAnswer
{
    /// <summary>How it ended.</summary>
    public required LookupOutcome Outcome { get; init; }

    /// <summary>Why it is no answer, in words, where more is known than <see cref="Outcome"/> says; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// The data of each record of the type asked for, as on the wire; empty unless <see cref="LookupOutcome.Found"/>.
    /// Never a part of a set.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Data { get; init; } = [];

    /// <summary>The names in the data of PTR records, and the primary server (MNAME) of an SOA; empty for other types.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The name at the end of the chain of aliases (CNAME); the name asked if there is none.</summary>
    public string? CanonicalName { get; init; }

    /// <summary>The shortest time to live of the records, and of the aliases that lead to them; null without records.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Whether a resolver that the caller trusts says that it validated the answer by DNSSEC (AD).</summary>
    public bool Authenticated { get; init; }

    /// <summary>Who was asked and how it went, in words: one entry an attempt.</summary>
    public IReadOnlyList<string> Attempts { get; init; } = [];

    /// <summary>Who could learn of the question, in words: one entry a party.</summary>
    public IReadOnlyList<string> Exposure { get; init; } = [];

    /// <summary>Whether the server, asked with EDNS, gave an error that may be about EDNS: it is asked once more without EDNS.</summary>
    internal bool MayBeAboutEdns { get; init; }

    /// <summary>Whether a cache gave it, so that no server was asked now.</summary>
    internal bool FromCache { get; init; }

    /// <summary>How many aliases lead to <see cref="CanonicalName"/>.</summary>
    internal int Aliases { get; init; }

    /// <summary>The names that aliases led to, in their order, also where nothing is known of the last one.</summary>
    internal IReadOnlyList<string> AliasTargets { get; init; } = [];

    /// <summary>The aliases of an answer that does not say what is at their end; null for every other.</summary>
    internal OpenAliases? Open { get; init; }

    /// <summary>Whether it is an answer: records, or that there are none.</summary>
    public bool IsAnswer => Outcome is LookupOutcome.Found or LookupOutcome.NoData or LookupOutcome.NameNotFound;
}
