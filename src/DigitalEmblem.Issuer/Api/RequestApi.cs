using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Requests to authorities, to endorse this organization.</summary>
internal static class RequestApi
{
    public static void MapRequestApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/requests").WithTags("Requests");
        all.MapGet("", ListAsync).By(Callers.Readers).WithName("Requests").WithSummary("Lists the requests to authorities.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).WithName("Request").WithSummary("Shows a request to an authority.");
        all.MapGet("/{id:guid}/file", FileAsync).By(Callers.Readers).WithName("RequestFile")
            .WithSummary("The signed file, as it is sent to the authority.");
        all.MapPost("", AskAsync)
            .By(AccessRoles.Administrator)
            .WithName("AskForEndorsement")
            .WithSummary("Makes a signed request to an authority to endorse a root key.")
            .WithDescription("keyId names a pending root key that is to take the place of the one in use; without it, the one in use is "
                + "asked for. The grounds are what the authority decides by: a rule of a treaty that the law texts cite, or of national "
                + "law, and the decision that applied it. 202 if the key is on another machine: the signing request has to be answered "
                + "first.")
            .Produces<AskedView>(StatusCodes.Status202Accepted);
        all.MapPost("/{id:guid}/close", CloseAsync).By(AccessRoles.Administrator).WithName("CloseRequest")
            .WithSummary("Ends a request that nobody waits for any more.");
    }

    private static Task<Page<RequestView>> ListAsync(
        [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(d.SentRequests, RequestView.Of, cancellationToken));

    private static async Task<Ok<RequestView>> ShowAsync(
        Guid id, HttpContext context, IssuerStore store, CancellationToken cancellationToken)
    {
        SentRequest request = await store.FindAsync<SentRequest>(id, cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, request, RequestView.Of(request)));
    }

    private static async Task<FileContentHttpResult> FileAsync(Guid id, IssuerStore store, CancellationToken cancellationToken) =>
        Files.Write((await store.FindAsync<SentRequest>(id, cancellationToken)).Request, id, EndorsementRequest.Extension);

    private static async Task<Results<Created<AskedView>, Accepted<AskedView>>> AskAsync(
        RequestBody body, Caller caller, AskForEndorsement ask, CancellationToken cancellationToken)
    {
        (SentRequest? request, PendingSigning? pending) =
            await ask.RunAsync(
                caller.Actor,
                Given.Organization(body.Authority, "authority"),
                body.Purposes,
                Given.Days(body.Days, "days"),
                body.Contact,
                body.KeyId,
                [.. (body.Grounds ?? []).Select(g => g.ToGround())],
                cancellationToken);
        return pending is null
            ? TypedResults.Created($"{IssuerApi.Root}/requests/{request!.Id}", new AskedView(RequestView.Of(request), null))
            : TypedResults.Accepted($"{IssuerApi.Root}/signings/{pending.Id}", new AskedView(null, SigningView.Of(pending)));
    }

    private static async Task<Ok<RequestView>> CloseAsync(
        Guid id, NoteBody body, Seen seen, Caller caller, HttpContext context, CloseRequest close, CancellationToken cancellationToken)
    {
        SentRequest request = await close.RunAsync(caller.Actor, id, seen.Version, Given.Note(body.Note), cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, request, RequestView.Of(request)));
    }
}
