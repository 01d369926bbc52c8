using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Fields;

/// <summary>What an organization does with this service.</summary>
internal static class OrganizationRoleChoices
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Choice> All { get; } =
    [
        new(nameof(OrganizationRoles.Issuer), Sentence.Of($"Issuer: marks its own names with emblems")),
        new(nameof(OrganizationRoles.Authority), Sentence.Of($"Authority: vouches for other organizations, which then are endorsed")),
    ];

    /// <summary>The roles of a form; a value that is none counts for nothing.</summary>
    public static OrganizationRoles Together(IEnumerable<string> values) => values.Aggregate(
        OrganizationRoles.None,
        (all, v) => all | v switch
        {
            nameof(OrganizationRoles.Issuer) => OrganizationRoles.Issuer,
            nameof(OrganizationRoles.Authority) => OrganizationRoles.Authority,
            _ => OrganizationRoles.None,
        });
}
