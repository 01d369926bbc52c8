using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem;

/// <summary>What came of checking an answer: all that was asked for, or why nothing of the answer may be used.</summary>
internal sealed class SigningCheck
{
    private SigningCheck(IReadOnlyList<SignedItem> items, int? item, string? fault)
    {
        Items = items;
        Item = item;
        Fault = fault;
    }

    /// <summary>Whether every item was signed as it was asked for.</summary>
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool Holds => Fault is null;

    /// <summary>The signed items in the order of the request; empty if the check failed.</summary>
    public IReadOnlyList<SignedItem> Items { get; }

    /// <summary>The number of the item that is not as it was asked for, from 1; null if it is the answer as a whole, or nothing.</summary>
    public int? Item { get; }

    /// <summary>What is wrong, as a sentence for a person; null if nothing is.</summary>
    public string? Fault { get; }

    internal static SigningCheck Held(IReadOnlyList<SignedItem> items) => new(items, null, null);

    internal static SigningCheck Failed(int? item, string fault) => new([], item, fault);
}
