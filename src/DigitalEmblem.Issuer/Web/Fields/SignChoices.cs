using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Fields;

/// <summary>Purposes to choose from, each with what its sign is for.</summary>
internal static class SignChoices
{
    /// <summary>Those that are set, in the order of their bits.</summary>
    public static IReadOnlyList<Choice> Of(Purposes purposes) =>
        [.. LawTexts.For(purposes).Select(s => new Choice(s.Name, Sentence.Of($"{s.Name}: {s.Line}")))];

    /// <summary>The purpose of a choice.</summary>
    public static Purposes Purpose(Choice choice) => PurposeNames.TryParse(choice.Value, out Purposes purpose) ? purpose : Purposes.None;
}
