using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of grounds of entitlement.</summary>
internal static class GroundWords
{
    /// <summary>The value of the choice for a rule that is none of a treaty.</summary>
    public const string National = "national";

    /// <summary>The rules that a form offers, with "none" first and national law last.</summary>
    public static IReadOnlyList<Choice> Rules { get; } =
    [
        new("", Sentence.Of($"state no ground")),
        .. GroundLaw.Offered.Select(o => new Choice(
            ValueOf(o), Sentence.Of($"{PurposeWords.Of(o.Purpose)}: {new Verbatim(o.Source.ToString())}"))),
        new(National, Sentence.Of($"a rule of national law")),
    ];

    /// <summary>The value of the choice for a rule of a treaty, which stays the same where others come before it.</summary>
    public static string ValueOf((Purposes Purpose, LawSource Source) rule) => $"{rule.Purpose} {rule.Source}";

    /// <summary>The day of the decision.</summary>
    public static string Day(Entitlement ground) => ground.DecidedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
