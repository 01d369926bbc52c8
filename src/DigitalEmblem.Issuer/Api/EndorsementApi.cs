using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Endorsements of the organization's own keys.</summary>
internal static class EndorsementApi
{
    public static void MapEndorsementApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/endorsements").WithTags("Endorsements");
        all.MapGet("", ListAsync).By(Callers.Readers).WithName("Endorsements")
            .WithSummary("Lists the endorsements of the organization's keys, its own and those of authorities.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).WithName("Endorsement")
            .WithSummary("Shows an endorsement of one of the organization's keys.");
        all.MapPost("", ReceiveAsync).By(AccessRoles.Administrator).WithName("ReceiveEndorsement")
            .WithSummary("Takes the endorsement that an authority gave.")
            .WithDescription("bundle is what the authority's service answers with (base64url): the endorsement and the key that verifies "
                + "it; jws the same endorsement in the JWS profile, if the authority gave it; chainPem the certificates that bind that "
                + "key to the authority.");
    }

    private static Task<Page<EndorsementView>> ListAsync(
        [AsParameters] PageQuery page, EndorsementState? state, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(
            state is { } only ? d.Endorsements.Where(e => e.State == only) : d.Endorsements, EndorsementView.Of, cancellationToken));

    private static async Task<EndorsementView> ShowAsync(Guid id, IssuerStore store, CancellationToken cancellationToken) =>
        EndorsementView.Of(await store.FindAsync<HeldEndorsement>(id, cancellationToken));

    private static async Task<Created<EndorsementView>> ReceiveAsync(
        EndorsementBody body, Caller caller, AcceptEndorsement accept, CancellationToken cancellationToken)
    {
        HeldEndorsement held = await accept.RunAsync(
            caller.Actor,
            Given.Bytes(body.Bundle, "bundle"),
            body.Jws,
            body.ChainPem is { } chain ? Given.Pem(chain, "chainPem") : null,
            cancellationToken);
        return TypedResults.Created($"{IssuerApi.Root}/endorsements/{held.Id}", EndorsementView.Of(held));
    }
}
