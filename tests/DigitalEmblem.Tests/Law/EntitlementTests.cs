using Xunit;

namespace DigitalEmblem.Tests.Law;

/// <summary>
/// The ground on which an organization may show a sign. If a ground without a rule, a decision or an authority is taken, a register shows
/// entitlements that nobody decided.
/// </summary>
public class EntitlementTests
{
    private static readonly DateOnly Today = new(2026, 12, 1);

    private static readonly Entitlement Good = new()
    {
        Purposes = Purposes.Protective,
        Rule = EntitlementRule.OfTreaty("GC I", "44", "3"),
        Reference = "Decision 12/2026",
        DecidedOn = new DateOnly(2026, 11, 1),
        Competence = "Ministry of Health of Examplia; Emblem Act 2003, section 4",
    };

    [Fact]
    public void Ground_OfATreatyOrOfNationalLaw_IsInOrder()
    {
        Assert.Empty(Good.Validate(Today));
        Assert.Empty((Good with { Rule = EntitlementRule.OfNationalLaw("Examplia, Emblem Act 2003, section 4") }).Validate(Today));
        Assert.Equal("GC I 44(3)", Good.Rule.ToString());
    }

    public static TheoryData<string> Faults => [.. Broken.Keys];

    private static Dictionary<string, Entitlement> Broken => new()
    {
        ["no purpose"] = Good with { Purposes = Purposes.None },
        ["a purpose that is none"] = Good with { Purposes = (Purposes)64 },
        ["no rule"] = Good with { Rule = new EntitlementRule(null, null) },
        ["two rules"] = Good with { Rule = Good.Rule with { NationalLaw = "Emblem Act" } },
        ["an article that is not cited"] = Good with { Rule = EntitlementRule.OfTreaty("GC I", "999") },
        ["a treaty that is none"] = Good with { Rule = EntitlementRule.OfTreaty("GC V", "44") },
        ["no reference"] = Good with { Reference = " " },
        ["a reference that moves the cursor"] = Good with { Reference = "12\u001b[2J" },
        ["no competence"] = Good with { Competence = "" },
        ["a competence without end"] = Good with { Competence = new string('x', Entitlement.MaxLength + 1) },
        ["a decision of tomorrow"] = Good with { DecidedOn = Today.AddDays(1) },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Ground_WithAFault_IsNamedInASentence(string fault) =>
        Assert.EndsWith(".", Assert.Single(Broken[fault].Validate(Today)), StringComparison.Ordinal);
}
