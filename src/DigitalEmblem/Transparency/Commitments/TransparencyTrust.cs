namespace DigitalEmblem;

/// <summary>
/// What the verification of commitments relies on: logs, roots, and what is revoked. A person who can write these can make a false
/// commitment look proven.
/// </summary>
public sealed record TransparencyTrust
{
    /// <summary>Nothing: no log is known, so nothing can be proven.</summary>
    public static TransparencyTrust None { get; } = new();

    /// <summary>The logs that count; null if there is no list.</summary>
    public LogList? Logs { get; init; }

    /// <summary>The roots that binding certificates must lead to.</summary>
    public RootStore Roots { get; init; } = RootStore.System;

    /// <summary>What is revoked, as far as the caller knows.</summary>
    public IReadOnlyList<RevocationList> RevocationLists { get; init; } = [];
}
