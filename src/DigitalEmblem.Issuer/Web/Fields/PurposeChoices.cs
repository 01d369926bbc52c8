using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Fields;

/// <summary>The purposes that emblems can have, each with what it is for.</summary>
internal static class PurposeChoices
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Choice> All { get; } =
    [
        new(nameof(Purposes.Protective), Sentence.Of($"Protective use of the red cross, red crescent or red crystal")),
        new(nameof(Purposes.Indicative), Sentence.Of($"Indicative use of the same signs, which shows that one belongs to the Movement")),
        new(nameof(Purposes.DangerousForces), Sentence.Of($"Works and installations that contain dangerous forces")),
        new(nameof(Purposes.CivilDefence), Sentence.Of($"Civil defence")),
        new(nameof(Purposes.CulturalProperty), Sentence.Of($"Cultural property")),
    ];

    /// <summary>Whether a choice is among purposes.</summary>
    public static bool IsIn(Purposes purposes, Choice choice) => purposes.HasFlag(Enum.Parse<Purposes>(choice.Value));
}
