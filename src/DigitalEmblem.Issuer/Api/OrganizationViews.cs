using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The organization.</summary>
/// <param name="Identifier">Its identifier (OI).</param>
/// <param name="Name">What people call it.</param>
/// <param name="Roles">Issuer, Authority.</param>
internal sealed record OrganizationView(string Identifier, string Name, IReadOnlyList<OrganizationRoles> Roles)
{
    public static OrganizationView Of(Organization o) => new(o.Identifier.ToString(), o.Name, RolesOf(o));

    public static IReadOnlyList<OrganizationRoles> RolesOf(Organization o) =>
        [.. new[] { OrganizationRoles.Issuer, OrganizationRoles.Authority }.Where(r => o.Roles.HasFlag(r))];
}

/// <summary>What the organization is to be.</summary>
internal sealed record OrganizationBody(string Identifier, string Name, IReadOnlyList<OrganizationRoles> Roles);
