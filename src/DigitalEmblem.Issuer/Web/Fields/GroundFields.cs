using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Speaking;

namespace DigitalEmblem.Issuer.Web.Fields;

/// <summary>Reads the fields in which a ground of entitlement is stated.</summary>
/// <param name="Rule">A rule of <see cref="GroundLaw.Offered"/>, or national law; empty to state none.</param>
/// <param name="National">The State and its provision.</param>
/// <param name="Reference">The reference of the decision.</param>
/// <param name="Day">The day of the decision.</param>
/// <param name="Competence">Who decided, and by which right.</param>
internal sealed record GroundFields(string? Rule, string? National, string? Reference, string? Day, string? Competence)
{
    /// <summary>The ground for some purposes; none if none is stated.</summary>
    /// <exception cref="RefusedException">The rule is none that is offered, or the day is none.</exception>
    public ValueList<Entitlement> Read(Purposes purposes)
    {
        if (string.IsNullOrWhiteSpace(Rule))
        {
            return [];
        }

        (Purposes covered, EntitlementRule rule) = Rule == GroundWords.National
            ? (purposes, EntitlementRule.OfNationalLaw(National?.Trim() ?? ""))
            : GroundLaw.Offered.FirstOrDefault(o => GroundWords.ValueOf(o) == Rule) is { Source: { } source } offered
                ? (purposes & offered.Purpose, new EntitlementRule(source, null))
                : throw new RefusedException(Refusal.Malformed, $"Choose a rule of the list.");
        if (covered == Purposes.None)
        {
            throw new RefusedException(
                Refusal.Malformed, $"This rule is for a sign that you do not ask for: choose a rule for one that you do.");
        }

        return
        [
            new Entitlement
            {
                Purposes = covered,
                Rule = rule,
                Reference = Required(Reference),
                DecidedOn = DateOnly.TryParseExact(
                    TypedDigits.Plain(Day?.Trim() ?? ""),
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out DateOnly day)
                    ? day
                    : throw new RefusedException(Refusal.Malformed, $"A day is written 2026-12-31."),
                Competence = Required(Competence),
            },
        ];
    }

    private static string Required(string? typed) => typed?.Trim() is { Length: > 0 } text
        ? text
        : throw new RefusedException(
            Refusal.Malformed, $"Say by which decision the rule was applied, on which day, and who decided by which right.");
}
