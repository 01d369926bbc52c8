using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Setup;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The organization that runs the service.</summary>
internal static class OrganizationApi
{
    public static void MapOrganizationApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/organization").WithTags("Organization");
        all.MapGet("", ShowAsync).By(Callers.Readers).WithoutNames().WithName("Organization").WithSummary("Shows the organization.");
        all.MapPut("", SetAsync).By(AccessRoles.Administrator).WithMetadata(Seen.NotAlways).WithName("SetOrganization")
            .WithSummary("Sets the organization up, or changes its name and roles.")
            .WithDescription("The identifier stands in every token and cannot be changed. If-Match is needed once it is set up.");
    }

    private static async Task<Ok<OrganizationView>> ShowAsync(HttpContext context, IssuerStore store, CancellationToken cancellationToken)
    {
        Organization organization = await store.ReadAsync(d => d.Organizations.SingleOrDefaultAsync(cancellationToken))
            ?? throw new RefusedException(Refusal.NotFound, $"No organization is set up here yet: an administrator does that first.");
        return TypedResults.Ok(Seen.Tag(context, organization, OrganizationView.Of(organization)));
    }

    private static async Task<Ok<OrganizationView>> SetAsync(
        OrganizationBody body,
        Seen seen,
        Caller caller,
        HttpContext context,
        IssuerStore store,
        SetUpOrganization setUp,
        CancellationToken cancellationToken)
    {
        OrganizationIdentifier identifier = Given.Organization(body.Identifier, "identifier");
        OrganizationRoles roles = body.Roles.Aggregate(OrganizationRoles.None, (together, r) => together | r);
        Guid? version = await store.ReadAsync(d => d.Organizations.AnyAsync(cancellationToken)) ? seen.Required : seen.Version;
        Organization organization = await setUp.RunAsync(caller.Actor, version, identifier, body.Name, roles, cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, organization, OrganizationView.Of(organization)));
    }
}
