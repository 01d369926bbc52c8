using DigitalEmblem.Discovery;
using System.ComponentModel;

namespace DigitalEmblem.Extensions;

/// <summary>
/// One thing in the cache. Immutable, and said to be: so memory keeps the object itself, and only the second level ever
/// sees the sealed form.
/// </summary>
[ImmutableObject(true)]
internal sealed record CacheEntry
{
    /// <summary>What stands where an entry cannot be read: a miss.</summary>
    public static CacheEntry None { get; } = new() { Key = "" };

    /// <summary>Where it belongs. Part of the sealed form: whoever moves an entry to another place makes a miss of it.</summary>
    public required string Key { get; init; }

    /// <summary>When it was learned.</summary>
    public DateTimeOffset StoredAt { get; init; }

    /// <summary>From when on it counts no more. Held here too, because the second level's own clock is not believed.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The content, in the form of its kind.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>
    /// What this process itself was told by a resolver that it trusts. The sealed form has no place for it, so no entry
    /// from the second level has it.
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
