using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of the organization.</summary>
internal static class OrganizationWords
{
    /// <summary>What an organization does with this service.</summary>
    public static IReadOnlyList<Choice> Roles { get; } =
    [
        new(nameof(OrganizationRoles.Issuer), Sentence.Of($"Issuer: it marks its own names and data")),
        new(nameof(OrganizationRoles.Authority), Sentence.Of($"Authority: it endorses issuers")),
    ];

    /// <summary>Roles, in a list.</summary>
    public static Sentence Of(OrganizationRoles roles) => roles switch
    {
        OrganizationRoles.Issuer => Sentence.Of($"issuer"),
        OrganizationRoles.Authority => Sentence.Of($"authority"),
        OrganizationRoles.Issuer | OrganizationRoles.Authority => Sentence.Of($"issuer and authority"),
        _ => Sentence.Of($"no role"),
    };
}
