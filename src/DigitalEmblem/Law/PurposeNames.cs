using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem;

/// <summary>The names of purposes on the command line, in settings and in JSON.</summary>
internal static class PurposeNames
{
    private static readonly (Purposes Purpose, string Name)[] Each =
    [
        (Purposes.Protective, "protective"),
        (Purposes.Indicative, "indicative"),
        (Purposes.DangerousForces, "dangerous-forces"),
        (Purposes.CivilDefence, "civil-defence"),
        (Purposes.CulturalProperty, "cultural-property"),
    ];

    // One list for each combination.
    private static readonly string[][] Lists =
    [
        .. Enumerable.Range(0, (int)Purposes.All + 1)
            .Select(p => Each.Where(e => ((Purposes)p & e.Purpose) != 0).Select(e => e.Name).ToArray()),
    ];

    /// <summary>All five, in the order of their bits.</summary>
    public static IReadOnlyList<string> All => Of(Purposes.All);

    /// <summary>The names of the purposes that are set, in the order of their bits; empty for none.</summary>
    /// <param name="purposes">Any combination.</param>
    public static IReadOnlyList<string> Of(Purposes purposes) => Lists[(int)(purposes & Purposes.All)];

    /// <summary>The same, joined by commas.</summary>
    /// <param name="purposes">Any combination.</param>
    public static string Joined(Purposes purposes) => string.Join(", ", Of(purposes));

    /// <summary>Reads a name, exactly as it is written here.</summary>
    /// <param name="name">The name; null is none.</param>
    /// <param name="purpose">The purpose, or <see cref="Purposes.None"/>.</param>
    public static bool TryParse([NotNullWhen(true)] string? name, out Purposes purpose)
    {
        purpose = Each.FirstOrDefault(e => e.Name == name).Purpose;
        return purpose != Purposes.None;
    }
}
