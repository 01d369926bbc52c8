using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Keys, and the commitment to a root key.</summary>
internal static class KeyApi
{
    public static void MapKeyApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/keys").WithTags("Keys");
        all.MapGet("", ListAsync).By(Callers.Readers).WithName("Keys").WithSummary("Lists the organization's keys.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).WithName("Key").WithSummary("Shows a key.");
        all.MapPost("", MakeAsync).By(AccessRoles.Administrator).WithName("MakeKey")
            .WithSummary("Makes a key, or takes note of a root key on another machine.")
            .WithDescription("custody File or Pkcs11 makes one, of algorithm; with custody Offline, publicKey is the root key's public key "
                + "in PEM, and algorithm is left out.");
        all.MapPost("/{id:guid}/retire", RetireAsync).By(AccessRoles.Administrator | AccessRoles.Officer).WithName("RetireKey")
            .WithSummary("Retires a key that nothing in force rests on.");
        all.MapPost("/{id:guid}/compromise", CompromiseAsync).By(AccessRoles.Administrator | AccessRoles.Officer).WithName("CompromiseKey")
            .WithSummary("Declares that someone else may have a key: it is suspended at once, and ended once a second person confirms it.")
            .WithDescription("Until then it can be taken back. If nobody does either in Compromise:ConfirmAfter, the service carries it "
                + "on. The steps that follow are told under /compromises.");
        all.MapPost("/{id:guid}/suspend", SuspendAsync).By(AccessRoles.Administrator | AccessRoles.Officer).WithName("SuspendKey")
            .WithSummary("Suspends a key at once: it signs nothing until it is resumed.")
            .WithDescription("What it signed stays published as it is; the answer says until when that is valid.");
        all.MapPost("/{id:guid}/resume", ResumeAsync).By(AccessRoles.Administrator).WithName("ResumeKey")
            .WithSummary("Lets a suspended key sign again.");
        all.MapPost("/{id:guid}/commitment/request", RequestAsync).By(AccessRoles.Administrator).WithName("RequestCommitment")
            .WithSummary("Makes the certificate request that commits the organization to a root key.");
        all.MapGet("/{id:guid}/commitment", CommitmentAsync).By(Callers.Readers).WithName("Commitment")
            .WithSummary("Shows the commitment to a root key.");
        all.MapPost("/{id:guid}/commitment", CompleteAsync).By(AccessRoles.Administrator).WithName("CompleteCommitment")
            .WithSummary("Takes the certificate chain, of a first or a renewed certificate, and checks it.")
            .WithDescription("The newest complete one counts. A pending root key is taken into use if no other is; else a roll does that.");
        all.MapPost("/{id:guid}/roll", RollAsync)
            .By(AccessRoles.Administrator)
            .WithName("RollRoot")
            .WithSummary("Puts a pending root key in the place of the one in use, in one step.")
            .WithDescription("Refused, saying what is missing, if the new key lacks its commitment, or an authority's endorsement that "
                + "emblems in force rest on and that 'without' does not give up. 202 if the new key is on another machine: the answer to "
                + "the signing request completes the roll.")
            .Produces<RolledView>(StatusCodes.Status202Accepted);
        all.MapPost("/{id:guid}/endorse", EndorseAsync)
            .By(AccessRoles.Administrator)
            .WithName("EndorseKey")
            .WithSummary("Has the root key endorse a key, which takes the place of the one in use.")
            .WithDescription("202 if the root key is on another machine: the signing request has to be answered first.")
            .Produces<EndorsedView>(StatusCodes.Status202Accepted);
    }

    private static Task<Page<KeyView>> ListAsync([AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(d.Keys, KeyView.Of, cancellationToken));

    private static async Task<Ok<KeyView>> ShowAsync(Guid id, HttpContext context, IssuerStore store, CancellationToken cancellationToken)
    {
        OrganizationKey key = await store.FindAsync<OrganizationKey>(id, cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, key, KeyView.Of(key)));
    }

    private static async Task<Created<KeyView>> MakeAsync(
        KeyBody body, Caller caller, HttpContext context, MakeKey make, RegisterOfflineKey register, CancellationToken cancellationToken)
    {
        OrganizationKey key;
        if (body.PublicKey is { } pem)
        {
            if (body.Use != KeyUse.Root || body.Custody != KeyCustody.Offline || body.Algorithm is not null)
            {
                throw new RefusedException(
                    Refusal.Malformed,
                    $"publicKey goes with use Root and custody Offline, and without algorithm: every other key is made here.");
            }

            key = await register.RunAsync(caller.Actor, Refusing.Malformed(() => VerificationKey.FromPem(pem)), cancellationToken);
        }
        else
        {
            key = await make.RunAsync(caller.Actor, body.Use, Given.Algorithm(body.Algorithm ?? ""), body.Custody, cancellationToken);
        }

        return TypedResults.Created($"{IssuerApi.Root}/keys/{key.Id}", Seen.Tag(context, key, KeyView.Of(key)));
    }

    private static async Task<Ok<KeyView>> RetireAsync(
        Guid id, Seen seen, Caller caller, HttpContext context, RetireKey retire, CancellationToken cancellationToken)
    {
        OrganizationKey key = await retire.RunAsync(caller.Actor, id, seen.Version, cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, key, KeyView.Of(key)));
    }

    private static async Task<Accepted<CompromiseView>> CompromiseAsync(
        Guid id,
        ReasonBody body,
        Seen seen,
        Caller caller,
        HttpContext context,
        DeclareCompromise declare,
        IssuerStore store,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        KeyCompromise compromise = await declare.RunAsync(
            caller.Actor, id, seen.Version, Given.Reason(body.Reason), cancellationToken);
        return TypedResults.Accepted(
            $"{IssuerApi.Root}/compromises/{compromise.Id}",
            Seen.Tag(context, compromise, await CompromiseView.WholeAsync(store, compromise, clock.GetUtcNow(), cancellationToken)));
    }

    private static async Task<Ok<SuspendedView>> SuspendAsync(
        Guid id, ReasonBody body, Seen seen, Caller caller, HttpContext context, SuspendKey suspend, CancellationToken cancellationToken)
    {
        (OrganizationKey key, SuspensionEffect effect) = await suspend.RunAsync(
            caller.Actor, id, seen.Version, Given.Reason(body.Reason), cancellationToken);
        return TypedResults.Ok(Seen.Tag(
            context,
            key,
            new SuspendedView(KeyView.Of(key), effect.InForce, effect.FirstEnds, effect.LastEnds, effect.Next.ToString())));
    }

    private static async Task<Ok<KeyView>> ResumeAsync(
        Guid id, ReasonBody body, Seen seen, Caller caller, HttpContext context, ResumeKey resume, CancellationToken cancellationToken)
    {
        OrganizationKey key = await resume.RunAsync(caller.Actor, id, seen.Version, Given.Reason(body.Reason), cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, key, KeyView.Of(key)));
    }

    private static async Task<Ok<CommitmentView>> RequestAsync(
        Guid id, Caller caller, RequestCommitment request, CancellationToken cancellationToken) =>
        TypedResults.Ok(CommitmentView.Of(await request.RunAsync(caller.Actor, id, cancellationToken)));

    private static async Task<Ok<CommitmentView>> CommitmentAsync(Guid id, IssuerStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.ReadAsync(async d =>
        {
            RootCommitment? open = await CommitmentInUse.FindOpenAsync(d, id, cancellationToken);
            return await CommitmentInUse.FindAsync(d, id, cancellationToken) is { } inUse
                ? CommitmentView.Of(inUse, open)
                : CommitmentView.Of(open ?? throw new RefusedException(
                    Refusal.NotFound, $"No certificate was asked for, for this key: make the certificate request first."));
        }));

    private static async Task<Ok<CommitmentView>> CompleteAsync(
        Guid id, ChainBody body, Caller caller, CompleteCommitment complete, CancellationToken cancellationToken)
    {
        RootCommitment commitment = await complete.RunAsync(caller.Actor, id, Given.Pem(body.ChainPem, "chainPem"), cancellationToken);
        return TypedResults.Ok(CommitmentView.Of(commitment));
    }

    private static async Task<Results<Ok<RolledView>, Accepted<RolledView>>> RollAsync(
        Guid id, RollBody body, Seen seen, Caller caller, HttpContext context, RollRoot roll, CancellationToken cancellationToken)
    {
        (OrganizationKey? key, PendingSigning? pending) = await roll.RunAsync(
            caller.Actor,
            id,
            seen.Version,
            [.. (body.Without ?? []).Select(a => Given.Organization(a, "without")).Distinct()],
            cancellationToken);
        return pending is null
            ? TypedResults.Ok(new RolledView(Seen.Tag(context, key!, KeyView.Of(key!)), null))
            : TypedResults.Accepted($"{IssuerApi.Root}/signings/{pending.Id}", new RolledView(null, SigningView.Of(pending)));
    }

    private static async Task<Results<Ok<EndorsedView>, Accepted<EndorsedView>>> EndorseAsync(
        Guid id, PurposesBody body, Caller caller, EndorseKey endorse, CancellationToken cancellationToken)
    {
        (HeldEndorsement? endorsement, PendingSigning? pending) = await endorse.RunAsync(
            caller.Actor, id, body.Purposes, cancellationToken);
        return pending is null
            ? TypedResults.Ok(new EndorsedView(EndorsementView.Of(endorsement!), null))
            : TypedResults.Accepted($"{IssuerApi.Root}/signings/{pending.Id}", new EndorsedView(null, SigningView.Of(pending)));
    }
}
