using DigitalEmblem.Discovery;
using System.ComponentModel;

namespace DigitalEmblem.Extensions;

/// <summary>
/// One entry in the cache. It is immutable and marked so: the memory level then keeps the object itself, and only the second level sees the
/// sealed form.
/// </summary>
[ImmutableObject(true)]
internal sealed record CacheEntry
{
    /// <summary>Stands for an entry that cannot be read, and counts as a miss.</summary>
    public static CacheEntry None { get; } = new() { Key = "" };

    /// <summary>The key in the cache. Authenticated: an entry moved to another key reads as a miss.</summary>
    public required string Key { get; init; }

    /// <summary>When it was learned.</summary>
    public DateTimeOffset StoredAt { get; init; }

    /// <summary>When it expires. It is held here too, because the second level's own clock is not trusted.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The content, in the form of its kind.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>
    /// Whether a resolver that this process trusts told this very process that it validated the answer by DNSSEC. The sealed form does not
    /// hold this, so it is false for every entry from the second level.
    /// </summary>
    public bool Authenticated { get; init; }

    /// <summary>Whether it came from the second level just now.</summary>
    public bool FromSecondLevel { get; init; }

    /// <summary>The answer to a question that was just asked, also one that is not kept; never in the cache itself.</summary>
    public LookupAnswer? Asked { get; init; }

    /// <summary>
    /// Whether it is what was asked for, and may be used: not from the future, not too old, and not meant to live
    /// longer than is allowed here.
    /// </summary>
    public bool Counts(string key, DateTimeOffset now, TimeSpan longest) =>
        Key == key && StoredAt <= now && now < ExpiresAt && ExpiresAt - StoredAt <= longest;
}
