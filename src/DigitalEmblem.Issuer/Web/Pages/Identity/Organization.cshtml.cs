using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Setup;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Identity;

/// <summary>Changes the organization's name and roles. The identifier stands in every token, and stays.</summary>
[May(AccessRoles.Administrator)]
internal sealed class OrganizationModel(ListKeys list, SetUpOrganization setUp) : ActPage
{
    /// <summary>The organization.</summary>
    public Organization Organization { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Administrator)]
    public Task<IActionResult> OnPostAsync(Guid seen, string? name, OrganizationRoles[]? roles, CancellationToken cancellationToken)
    {
        OrganizationRoles given = (roles ?? []).Aggregate(OrganizationRoles.None, (all, r) => all | r);
        if (given == OrganizationRoles.None)
        {
            Wrong("roles", $"Choose at least one role.");
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            Wrong("name", $"Type the name of the organization.");
        }

        return ActAsync(
            async actor =>
            {
                await setUp.DescribeAsync(actor, seen, name!.Trim(), given, cancellationToken);
                return Done("/identity", $"The organization is changed.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        Organization = await list.OrganizationAsync(cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"No organization is set up here yet.");
}
