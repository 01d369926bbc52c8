using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The progress after compromises of keys, and the decisions in it.</summary>
internal static class CompromiseApi
{
    public static void MapCompromiseApi(this IEndpointRouteBuilder app)
    {
        const AccessRoles deciders = AccessRoles.Administrator | AccessRoles.Officer;
        RouteGroupBuilder all = app.MapGroup("/compromises").WithTags("Keys");
        all.MapGet("", ListAsync).By(Callers.Readers).WithName("Compromises")
            .WithSummary("Lists compromised keys, and how far the world is from resting on none of them.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).WithName("Compromise")
            .WithSummary("Shows how far it is with one, what it waits for, and what is to be revoked.");
        all.MapPost("/{id:guid}/confirm", ConfirmAsync).By(deciders).WithName("ConfirmCompromise")
            .WithSummary("Confirms a compromise, by another person than the one who declared it.")
            .WithDescription("The key never signs again and is rolled. This cannot be taken back, so If-Match is demanded.");
        all.MapPost("/{id:guid}/take-back", TakeBackAsync).By(deciders).WithName("TakeBackCompromise")
            .WithSummary("Takes back the declaration of a compromise that is not confirmed. The key stays suspended until it is resumed.");
        all.MapPost("/{id:guid}/decide", DecideAsync).By(deciders).WithName("DecideCompromise")
            .WithSummary("Decides that assets whose sets rest on the key are withdrawn, or left.")
            .WithDescription("Assets, or all. A withdrawal needs another person than the one who declared the compromise. To leave all "
                + "ends the compromise. If-Match is demanded.");
        all.MapPost("/{id:guid}/certificate-revoked", CertificateAsync).By(deciders).WithName("NoteCertificateRevoked")
            .WithSummary("Notes that the certificates that bind a compromised root key were revoked.");
    }

    private static Task<Page<CompromiseView>> ListAsync(
        [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(d.Compromises, CompromiseView.Of, cancellationToken));

    private static async Task<Ok<CompromiseView>> ShowAsync(
        Guid id, HttpContext context, IssuerStore store, TimeProvider clock, CancellationToken cancellationToken) =>
        await AnswerAsync(context, await store.FindAsync<KeyCompromise>(id, cancellationToken), store, clock, cancellationToken);

    private static async Task<Ok<CompromiseView>> ConfirmAsync(
        Guid id,
        Seen seen,
        Caller caller,
        HttpContext context,
        ConfirmCompromise confirm,
        IssuerStore store,
        TimeProvider clock,
        CancellationToken cancellationToken) => await AnswerAsync(
            context, await confirm.RunAsync(caller.Actor, id, seen.Exact, cancellationToken), store, clock, cancellationToken);

    private static async Task<Ok<CompromiseView>> TakeBackAsync(
        Guid id,
        ReasonBody body,
        Seen seen,
        Caller caller,
        HttpContext context,
        TakeBackCompromise takeBack,
        IssuerStore store,
        TimeProvider clock,
        CancellationToken cancellationToken) => await AnswerAsync(
            context,
            await takeBack.RunAsync(caller.Actor, id, seen.Version, Given.Reason(body.Reason), cancellationToken),
            store,
            clock,
            cancellationToken);

    private static async Task<Ok<CompromiseView>> DecideAsync(
        Guid id,
        DecisionBody body,
        Seen seen,
        Caller caller,
        HttpContext context,
        DecideCompromise decide,
        IssuerStore store,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if (body.All == body.Assets is { Count: > 0 })
        {
            throw new RefusedException(Refusal.Malformed, $"Name either assets, or all: true.");
        }

        KeyCompromise compromise = await decide.RunAsync(
            caller.Actor, id, seen.Exact, body.All ? null : body.Assets, body.Decision, Given.Reason(body.Reason), cancellationToken);
        return await AnswerAsync(context, compromise, store, clock, cancellationToken);
    }

    private static async Task<Ok<CompromiseView>> CertificateAsync(
        Guid id,
        NoteBody body,
        Seen seen,
        Caller caller,
        HttpContext context,
        NoteCertificateRevoked note,
        IssuerStore store,
        TimeProvider clock,
        CancellationToken cancellationToken) => await AnswerAsync(
            context,
            await note.RunAsync(caller.Actor, id, seen.Version, Given.Note(body.Note), cancellationToken),
            store,
            clock,
            cancellationToken);

    private static async Task<Ok<CompromiseView>> AnswerAsync(
        HttpContext context, KeyCompromise compromise, IssuerStore store, TimeProvider clock, CancellationToken cancellationToken) =>
        TypedResults.Ok(
            Seen.Tag(context, compromise, await CompromiseView.WholeAsync(store, compromise, clock.GetUtcNow(), cancellationToken)));
}
