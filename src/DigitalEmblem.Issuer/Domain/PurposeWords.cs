using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>Purposes in sentences: in English by the names that settings and calls have for them.</summary>
internal static class PurposeWords
{
    /// <summary>What the codes of translations begin with: <c>Purpose.civil-defence</c>.</summary>
    public const string Type = "Purpose";

    /// <summary>The words.</summary>
    public static Word Of(Purposes purposes) => new(Type, PurposeNames.Joined(purposes));
}
