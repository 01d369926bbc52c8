using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Setup;

/// <summary>Sets the organization that runs this service, and its name and roles.</summary>
internal sealed class SetUpOrganization(IssuerStore store)
{
    /// <summary>Sets the organization. This is possible only once, because its identifier is in every token.</summary>
    public Task<Organization> CreateAsync(Actor actor, OrganizationIdentifier identifier, string name, OrganizationRoles roles,
        CancellationToken cancellationToken) => store.ChangeAsync(
            actor,
            async change =>
            {
                if (await change.Database.Organizations.SingleOrDefaultAsync(cancellationToken) is { } there)
                {
                    throw new RefusedException(Refusal.AlreadyThere,
                        $"This service is that of {there.Identifier}. Another organization runs one of its own.");
                }

                var organization = Organization.Create(identifier, name, roles, change.Now);
                change.Database.Add(organization);
                Journal(change, "organization.created", organization);
                return organization;
            },
            cancellationToken);

    /// <summary>Creates it if there is none, and changes its name and roles if it has the same identifier.</summary>
    public async Task<Organization> RunAsync(
        Actor actor,
        Guid? seen,
        OrganizationIdentifier identifier,
        string name,
        OrganizationRoles roles,
        CancellationToken cancellationToken)
    {
        Organization? there = await store.ReadAsync(d => d.Organizations.SingleOrDefaultAsync(cancellationToken));
        return (there, seen) switch
        {
            (null, null) => await CreateAsync(actor, identifier, name, roles, cancellationToken),
            (null, _) => throw new RefusedException(
                Refusal.Conflict, $"No organization is set up here, so nobody can have seen it: leave the version out to create it."),
            _ when there!.Identifier != identifier => throw new RefusedException(
                Refusal.AlreadyThere, $"This service is that of {there.Identifier}. Another organization runs one of its own."),
            _ => await DescribeAsync(actor, seen, name, roles, cancellationToken),
        };
    }

    /// <summary>Changes its name and roles.</summary>
    public Task<Organization> DescribeAsync(
        Actor actor, Guid? seen, string name, OrganizationRoles roles, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                Organization organization = await change.OrganizationAsync(cancellationToken);
                organization = await change.GetAsync<Organization>(organization.Id, seen, cancellationToken);
                organization.Describe(name, roles);
                Journal(change, "organization.described", organization);
                return organization;
            },
            cancellationToken);

    private static void Journal(Change change, string action, Organization organization) =>
        change.Journal(
            action,
            organization.Identifier.ToString(),
            new JsonObject { ["name"] = organization.Name, ["roles"] = organization.Roles.ToString() });
}
