using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Authority;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Applications to this authority. An applicant sees only its own applications, and never the part for those who decide.
/// </summary>
internal static class ApplicationApi
{
    private const AccessRoles Reading = Callers.Readers | AccessRoles.Applicant;

    public static void MapApplicationApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/applications").WithTags("Authority");
        all.MapPost("", ReceiveAsync).TakesFile().By(AccessRoles.Applicant | AccessRoles.Officer | AccessRoles.Administrator)
            .WithName("Apply").WithSummary("Sends an issuer's request to be endorsed to this authority.")
            .WithDescription("The body is the file of spec/exchange-files.md, signed by the root key that is to be endorsed. "
                + "The same file again is the same application.");
        all.MapGet("", ListAsync).By(Reading).WithName("Applications").WithSummary("Lists applications; an applicant's own only.");
        all.MapGet("/{id:guid}", ShowAsync).By(Reading).WithName("Application").WithSummary("Shows an application.");
        all.MapGet("/{id:guid}/file", FileAsync).By(Reading).WithName("ApplicationFile")
            .WithSummary("The request file, as it was taken, for 'emblem inspect'.");
        all.MapGet("/{id:guid}/endorsement", EndorsementAsync).By(Reading).WithName("ApplicationEndorsement")
            .WithSummary("The endorsement that was given: what goes back to the applicant.");
        all.MapPost("/{id:guid}/judge", JudgeAsync).By(AccessRoles.Approver).WithName("JudgeApplication")
            .WithSummary("Checks the applicant's commitment to its key, again.");
        all.MapPost("/{id:guid}/approve", ApproveAsync).By(AccessRoles.Approver).WithName("ApproveApplication")
            .WithSummary("Approves terms. Two different people approve the same ones, neither of whom sent it in.")
            .WithDescription("Where the request states grounds of entitlement for these purposes, each of the two finds out whether they "
                + "hold and confirms them (groundsConfirmed).");
        all.MapPost("/{id:guid}/refuse", RefuseAsync).By(AccessRoles.Approver).WithName("RefuseApplication")
            .WithSummary("Refuses an application.");
        all.MapPost("/{id:guid}/endorse", EndorseAsync)
            .By(AccessRoles.Approver)
            .WithName("EndorseApplication")
            .WithSummary("Signs the endorsement that two people have approved.")
            .WithDescription("202 if the root key is on another machine: the signing request has to be answered first.")
            .Produces<GivenView>(StatusCodes.Status202Accepted);
    }

    private static async Task<Created<ApplicationView>> ReceiveAsync(
        HttpRequest request, Caller caller, HttpContext context, ReceiveApplication receive, CancellationToken cancellationToken)
    {
        Application application = await receive.RunAsync(
            caller.Actor, await Files.ReadAsync(request, cancellationToken), cancellationToken);
        return TypedResults.Created(
            $"{IssuerApi.Root}/applications/{application.Id}", Seen.Tag(context, application, ApplicationView.Of(application, caller)));
    }

    private static Task<Page<ApplicationView>> ListAsync(
        [AsParameters] PageQuery page,
        ApplicationState? state,
        Caller caller,
        IssuerStore store,
        CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(
            state is { } only ? Visible(d, caller).Where(a => a.State == only) : Visible(d, caller),
            a => ApplicationView.Of(a, caller),
            cancellationToken));

    private static async Task<Ok<ApplicationView>> ShowAsync(
        Guid id, Caller caller, HttpContext context, IssuerStore store, CancellationToken cancellationToken)
    {
        Application application = await FindAsync(store, caller, id, cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, application, ApplicationView.Of(application, caller)));
    }

    private static async Task<FileContentHttpResult> FileAsync(
        Guid id, Caller caller, IssuerStore store, CancellationToken cancellationToken) =>
        Files.Write((await FindAsync(store, caller, id, cancellationToken)).Request, id, EndorsementRequest.Extension);

    private static async Task<EndorsementBody> EndorsementAsync(
        Guid id, Caller caller, IssuerStore store, AnswerApplicant answer, CancellationToken cancellationToken)
    {
        Application application = await FindAsync(store, caller, id, cancellationToken);
        (byte[] bundle, string? jws, string? chain) = await answer.RunAsync(application.Id, cancellationToken);
        return new EndorsementBody(Given.Write(bundle), chain, jws);
    }

    private static async Task<Ok<ApplicationView>> JudgeAsync(
        Guid id, Caller caller, HttpContext context, JudgeApplication judge, CancellationToken cancellationToken) =>
        Show(context, await judge.RunAsync(caller.Actor, id, cancellationToken), caller);

    private static async Task<Ok<ApplicationView>> ApproveAsync(
        Guid id,
        TermsBody body,
        Seen seen,
        Caller caller,
        HttpContext context,
        DecideApplication decide,
        CancellationToken cancellationToken) =>
        Show(
            context,
            await decide.ApproveAsync(
                caller.Actor,
                id,
                seen.Version,
                body.Purposes,
                Given.Days(body.Days, "days"),
                body.GroundsConfirmed,
                cancellationToken),
            caller);

    private static async Task<Ok<ApplicationView>> RefuseAsync(
        Guid id,
        NoteBody body,
        Seen seen,
        Caller caller,
        HttpContext context,
        DecideApplication decide,
        CancellationToken cancellationToken) =>
        Show(context, await decide.RefuseAsync(caller.Actor, id, seen.Version, Given.Note(body.Note), cancellationToken), caller);

    private static async Task<Results<Ok<GivenView>, Accepted<GivenView>>> EndorseAsync(
        Guid id, Caller caller, EndorseApplicant endorse, CancellationToken cancellationToken)
    {
        (GivenEndorsement? given, PendingSigning? pending) = await endorse.RunAsync(caller.Actor, id, cancellationToken);
        return pending is null
            ? TypedResults.Ok(new GivenView(RegisterView.Of(given!), null))
            : TypedResults.Accepted($"{IssuerApi.Root}/signings/{pending.Id}", new GivenView(null, SigningView.Of(pending)));
    }

    private static Ok<ApplicationView> Show(HttpContext context, Application application, Caller caller) =>
        TypedResults.Ok(Seen.Tag(context, application, ApplicationView.Of(application, caller)));

    // An applicant gets 404 for applications of others, so that it learns nothing of them.
    private static IQueryable<Application> Visible(IssuerContext database, Caller caller) =>
        caller.SeesOwnOnly ? database.Applications.Where(a => a.Sendings.Any(s => s.Sender == caller.Actor.Name)) : database.Applications;

    private static async Task<Application> FindAsync(IssuerStore store, Caller caller, Guid id, CancellationToken cancellationToken) =>
        await store.ReadAsync(d => Visible(d, caller).SingleOrDefaultAsync(a => a.Id == id, cancellationToken)) ?? throw Lookup.Missing(id);
}
