using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Authority;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The register of all that this authority ever endorsed.</summary>
internal static class RegisterApi
{
    public static void MapRegisterApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/register").WithTags("Authority");
        all.MapGet("", ListAsync).By(Callers.Readers).WithName("Register")
            .WithSummary("Lists all endorsements that this authority ever gave.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).WithName("RegisterEntry")
            .WithSummary("Shows an endorsement that was given.");
        all.MapPost("/{id:guid}/lapse", LapseAsync).By(AccessRoles.Approver).WithName("LetLapse")
            .WithSummary("Decides that an endorsement is not renewed. What is signed stays valid until it expires.");
        all.MapPost("/{id:guid}/revoke", RevokeAsync).By(AccessRoles.Approver).WithName("RevokeEndorsement")
            .WithSummary("Revokes an endorsement, by two different people within a day.")
            .WithDescription("It is not given out or renewed any more, and the applicant sees it. The answer says what stays true until "
                + "when: nothing can revoke a signed endorsement before it expires.");
    }

    private static Task<Page<RegisterView>> ListAsync(
        [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(d.Register, RegisterView.Of, cancellationToken));

    private static async Task<Ok<RegisterView>> ShowAsync(
        Guid id, HttpContext context, IssuerStore store, CancellationToken cancellationToken)
    {
        GivenEndorsement given = await store.FindAsync<GivenEndorsement>(id, cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, given, RegisterView.Of(given)));
    }

    private static async Task<Ok<RegisterView>> LapseAsync(
        Guid id, Seen seen, Caller caller, HttpContext context, LetEndorsementLapse lapse, CancellationToken cancellationToken)
    {
        GivenEndorsement given = await lapse.RunAsync(caller.Actor, id, seen.Version, cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, given, RegisterView.Of(given)));
    }

    private static async Task<Ok<RegisterView>> RevokeAsync(
        Guid id,
        ReasonBody body,
        Seen seen,
        Caller caller,
        HttpContext context,
        RevokeEndorsement revoke,
        CancellationToken cancellationToken)
    {
        GivenEndorsement given = await revoke.RunAsync(caller.Actor, id, seen.Version, Given.Reason(body.Reason), cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, given, RegisterView.Of(given)));
    }
}
