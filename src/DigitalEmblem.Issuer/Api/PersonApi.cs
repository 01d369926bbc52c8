using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>People and programs that call the API, with their keys and subjects.</summary>
internal static class PersonApi
{
    public static void MapPersonApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/persons").WithTags("Access");
        all.MapGet("", ListAsync).By(Callers.Overseers).WithName("Persons")
            .WithSummary("Lists the people and programs that may call, or could once.");
        all.MapGet("/{handle}", ShowAsync).By(Callers.Overseers).WithName("Person").WithSummary("Shows a person or program.");
        all.MapPost("", AddAsync).By(AccessRoles.Administrator).WithName("AddPerson")
            .WithSummary("Makes a person or program, without any access yet. The handle is never given again.");
        all.MapPost("/{handle}/name", NameAsync).By(AccessRoles.Administrator).WithName("NamePerson")
            .WithSummary("Gives a person another display name, in any script. It decides nothing, and the journal does not tell it.");
        all.MapPut("/{handle}/roles", RolesAsync).By(AccessRoles.Administrator).WithName("ChangeRoles")
            .WithSummary("Changes what a person's sessions open, from the next request on.")
            .WithDescription("Once two people have approved an application here, to add Approver takes the word of another approver: "
                + "nothing changes yet then, and the answer has the proposal.");
        all.MapPost("/{handle}/keys", GiveAsync).By(AccessRoles.Administrator).WithMetadata(IdempotentCalls.SecretAnswer)
            .WithName("GivePersonAccess").WithSummary("Makes an API key of a person. It is shown in this answer, and never again.");
        all.MapPost("/{handle}/subjects", BindAsync).By(AccessRoles.Administrator).WithName("BindSubject")
            .WithSummary("Binds a subject of the identity provider to a person, for ever.");
        all.MapGet("/{handle}/subjects", SubjectsAsync).By(Callers.Overseers).WithName("Subjects")
            .WithSummary("Lists the subjects of a person.");
        all.MapPost("/{handle}/end", EndAsync).By(AccessRoles.Administrator).WithName("EndPerson")
            .WithSummary("Ends a person with all access, from the next call on. This cannot be taken back.");
        all.MapPost("/{handle}/forget", ForgetAsync).By(AccessRoles.Administrator).WithName("ForgetPerson")
            .WithSummary("Deletes the name of a person who ended. The journal goes on to hold the pseudonym. This cannot be taken back.")
            .WithDescription("Handle, display names, ways to sign in and subjects of the provider are deleted. What people wrote into "
                + "reasons and notes stays, and so do backups.");
    }

    private static Task<Page<PersonView>> ListAsync(
        [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(d.Persons, PersonView.Of, cancellationToken));

    private static async Task<Ok<PersonView>> ShowAsync(
        string handle, HttpContext context, IssuerStore store, CancellationToken cancellationToken)
    {
        string canonical = Person.HandleOrPseudonym(handle);
        Person person = await store.ReadAsync(d => d.Persons.SingleOrDefaultAsync(p => p.Handle == canonical, cancellationToken))
            ?? throw new RefusedException(Refusal.NotFound, $"There is no person {canonical}.");
        return TypedResults.Ok(Seen.Tag(context, person, PersonView.Of(person)));
    }

    private static async Task<PersonView> NameAsync(
        string handle, DisplayNameBody body, Caller caller, NamePerson name, CancellationToken cancellationToken) =>
        PersonView.Of(await name.RunAsync(caller.Actor, handle, body.DisplayName, cancellationToken));

    private static async Task<RolesChangeView> RolesAsync(
        string handle, RolesBody body, Seen seen, Caller caller, ChangeRoles change, CancellationToken cancellationToken)
    {
        (Person person, AccessProposal? proposal) = await change.RunAsync(
            caller.Actor, handle, Callers.Together(body.Roles), seen.Required, cancellationToken);
        return new RolesChangeView(PersonView.Of(person), proposal is null ? null : ProposalView.Of(proposal));
    }

    private static async Task<Created<PersonView>> AddAsync(
        PersonBody body, Caller caller, AddPerson add, CancellationToken cancellationToken) =>
        TypedResults.Created(
            (string?)null, PersonView.Of(await add.RunAsync(caller.Actor, body.Handle, body.DisplayName, cancellationToken)));

    private static async Task<Created<AccessGivenView>> GiveAsync(
        string handle, PersonKeyBody body, Caller caller, GiveAccess give, CancellationToken cancellationToken)
    {
        (ApiKey key, string secret) = await give.ToPersonAsync(
            caller.Actor, handle, Callers.Together(body.Roles), body.ExpiresAt, Given.Zones(body.Zones), cancellationToken);
        return TypedResults.Created((string?)null, new AccessGivenView(AccessView.Of(key), secret));
    }

    private static async Task<Created<SubjectView>> BindAsync(
        string handle, SubjectBody body, Caller caller, BindSubject bind, CancellationToken cancellationToken) =>
        TypedResults.Created((string?)null, SubjectView.Of(await bind.RunAsync(caller.Actor, handle, body.Subject, cancellationToken)));

    private static Task<Page<SubjectView>> SubjectsAsync(
        string handle, [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken)
    {
        string canonical = Person.Canonical(handle);
        return store.ReadAsync(d => page.OfAsync(d.Subjects.Where(s => s.Person.Handle == canonical), SubjectView.Of, cancellationToken));
    }

    private static async Task<ForgottenView> ForgetAsync(
        string handle, Caller caller, ForgetPerson forget, CancellationToken cancellationToken) =>
        new(await forget.RunAsync(caller.Actor, handle, cancellationToken));

    private static async Task<PersonView> EndAsync(string handle, Caller caller, EndPerson end, CancellationToken cancellationToken) =>
        PersonView.Of(await end.RunAsync(caller.Actor, handle, cancellationToken));
}
