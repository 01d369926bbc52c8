namespace DigitalEmblem;

/// <summary>
/// The tokens that are judged together, and the keys at hand for them: one set per source and profile, and per ID of TXT records, never
/// mixed (decisions.md, 9). A name that moves from one profile to the other shows two good sets, and their union would be invalid.
/// </summary>
public sealed class UnverifiedSet
{
    internal UnverifiedSet(TokenProfile profile, string? id, IReadOnlyList<InputItem> items)
    {
        Profile = profile;
        Id = id;
        Items = items;
    }

    /// <summary>The profile of its tokens.</summary>
    public TokenProfile Profile { get; }

    /// <summary>The ID of the TXT records it comes from; null if they had none.</summary>
    public string? Id { get; }

    /// <summary>Its tokens, the keys for them, and what could not be read.</summary>
    public IReadOnlyList<InputItem> Items { get; }

    /// <summary>A name for it: the profile, and the ID if there is one.</summary>
    public string Name => Id is null ? Profile.ToString().ToUpperInvariant() : $"{Profile.ToString().ToUpperInvariant()} {Printable.Text(Id)}";
}
