namespace DigitalEmblem;

/// <summary>Stub.</summary>
/// <param name="Purpose">P.</param>
/// <param name="Name">N.</param>
/// <param name="Meaning">M.</param>
public sealed record PurposeExplanation(Purposes Purpose, string Name, string Meaning)
{
    /// <summary>All.</summary>
    public static IReadOnlyList<PurposeExplanation> All { get; } =
    [
        new(Purposes.Protective, "protective", "m"), new(Purposes.Indicative, "indicative", "m"), new(Purposes.DangerousForces, "dangerous-forces", "m"),
        new(Purposes.CivilDefence, "civil-defence", "m"), new(Purposes.CulturalProperty, "cultural-property", "m"),
    ];

    /// <summary>For.</summary>
    /// <param name="bits">B.</param>
    public static IReadOnlyList<PurposeExplanation> For(Purposes bits) => [.. All.Where(p => bits.HasFlag(p.Purpose))];

    /// <summary>Names.</summary>
    /// <param name="bits">B.</param>
    public static string NamesOf(Purposes bits) => string.Join(", ", For(bits).Select(p => p.Name));

    /// <summary>Try.</summary>
    /// <param name="name">N.</param>
    /// <param name="purposes">P.</param>
    public static bool TryParseName(string? name, out Purposes purposes)
    {
        purposes = All.FirstOrDefault(p => p.Name == name)?.Purpose ?? Purposes.None;
        return purposes != Purposes.None;
    }

    /// <summary>Caveats.</summary>
    public static IReadOnlyList<string> Caveats { get; } = [];
}
