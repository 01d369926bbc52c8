namespace DigitalEmblem;

/// <summary>
/// What one purpose stands for in international humanitarian law, in words for people. Statements that were not checked against the treaty
/// or an official commentary say "(see the treaty)". Nothing here says that anything is protected: the law protects, and not the sign.
/// </summary>
public sealed partial record PurposeExplanation
{
    private const string SeeTheTreaty = " (see the treaty)";

    private PurposeExplanation()
    {
    }

    /// <summary>The purpose, one bit.</summary>
    public required Purposes Purpose { get; init; }

    /// <summary>Its name on the command line and in JSON.</summary>
    public required string Name { get; init; }

    /// <summary>What the sign looks like.</summary>
    public required string Sign { get; init; }

    /// <summary>What the sign indicates, in one line.</summary>
    public required string Meaning { get; init; }

    /// <summary>Whom or what it concerns.</summary>
    public required string Concerns { get; init; }

    /// <summary>The main articles.</summary>
    public required string Articles { get; init; }

    /// <summary>Who may authorise its use.</summary>
    public required string AuthorisedBy { get; init; }

    /// <summary>When what it indicates ends, and what it does not say.</summary>
    public required string Limits { get; init; }

    /// <summary>The explanations of the purposes set in <paramref name="purposes"/>, in the order of their bits.</summary>
    /// <param name="purposes">Any combination.</param>
    public static IReadOnlyList<PurposeExplanation> For(Purposes purposes) => [.. All.Where(p => (purposes & p.Purpose) != 0)];

    /// <summary>The names of the purposes set, joined by commas; empty for none.</summary>
    /// <param name="purposes">Any combination.</param>
    public static string NamesOf(Purposes purposes) => string.Join(", ", For(purposes).Select(p => p.Name));

    /// <summary>Reads a name.</summary>
    /// <param name="name">The name, as <see cref="Name"/> writes it; null is none.</param>
    /// <param name="purpose">The purpose, or <see cref="Purposes.None"/>.</param>
    public static bool TryParseName(string? name, out Purposes purpose)
    {
        purpose = All.FirstOrDefault(p => p.Name == name)?.Purpose ?? Purposes.None;
        return purpose != Purposes.None;
    }
}
