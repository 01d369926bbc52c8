namespace DigitalEmblem.Issuer.Journal;

/// <summary>Which lines of the journal are asked for, and which page of them. What is left out does not narrow them down.</summary>
internal sealed record JournalQuery
{
    /// <summary>How many lines a page has in the web interface.</summary>
    public const int UsualCount = 50;

    /// <summary>To what. A handle stands for its person, as everywhere here.</summary>
    public string? Subject { get; init; }

    /// <summary>By whom.</summary>
    public string? Actor { get; init; }

    /// <summary>What was done.</summary>
    public string? Action { get; init; }

    /// <summary>From this instant on.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The line behind which the page begins, towards the past; null for the newest.</summary>
    public long? OlderThan { get; init; }

    /// <summary>The line before which the page ends; not with <see cref="OlderThan"/>.</summary>
    public long? NewerThan { get; init; }

    /// <summary>How many lines, from 1.</summary>
    public int Count { get; init; } = UsualCount;
}
