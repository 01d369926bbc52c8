using System.ComponentModel;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Publication targets, and the states of publications.</summary>
internal static class TargetApi
{
    public static void MapTargetApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("").WithTags("Publication");
        all.MapGet("/targets", ListAsync).By(Callers.Readers).WithName("Targets")
            .WithSummary("Lists the zones that emblems are published in.");
        all.MapGet("/targets/{id:guid}", ShowAsync).By(Callers.Readers).WithName("Target").WithSummary("Shows a target.");
        all.MapPost("/targets", AddAsync).By(AccessRoles.Administrator).WithName("AddTarget")
            .WithSummary("Names a zone, and how it takes records.")
            .WithDescription("server is the address and port of a name server that shows what is in the zone. kind DnsUpdate needs it of "
                + "the zone's primary and, if that asks for one, tsigKey: the name of a key in the service's settings. kinds PowerDns "
                + "and Program need provider: the name of a PowerDNS API or of a program there. kind ByHand has none of these.");
        all.MapPut("/targets/{id:guid}", ChangeAsync).By(AccessRoles.Administrator).WithName("ChangeTarget")
            .WithSummary("Changes server, key or provider, and time to live.")
            .WithDescription("At another place than before (another server and, of PowerDns and Program, another provider), the records "
                + "are removed from the one before, which stands in the list as a target of its own until they are.");
        all.MapPut("/targets/{id:guid}/profiles", ProfilesAsync).By(AccessRoles.Administrator).WithName("SetTargetProfiles")
            .WithSummary("Sets the profiles in which the names of a target are marked, where an asset says nothing else: Cwt, Jws or Both.")
            .WithDescription("Most providers' forms take TXT records only, and validators that are deployed today read JWS there: Jws or "
                + "Both serve them. Names that leave a profile are marked in both for some hours first.");
        all.MapDelete("/targets/{id:guid}", RemoveAsync).By(AccessRoles.Administrator).WithName("RemoveTarget")
            .WithSummary("Gives a target up: its records are removed first.")
            .WithDescription("202 while records of ours may still be there (leavingSince tells since when), 204 once it is gone. "
                + "abandon=true ends it without removing them, because the server is gone: the journal keeps how many names may still "
                + "show records, and 202 tells that the list of them is still being ended.");
        all.MapGet("/publications", PublicationsAsync).By(Callers.Readers).WithinZones().WithName("Publications")
            .WithSummary("Lists what should stand in the DNS, and whether it was seen there; state narrows it down.");
        all.MapGet("/publications/{id:guid}", PublicationAsync).By(Callers.Readers).WithinZones().Waits().WithName("Publication")
            .WithSummary("Shows what should stand in the DNS at one name, by one target.");
    }

    private static Task<Page<TargetView>> ListAsync(
        [AsParameters] PageQuery page, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(d => page.OfAsync(d.Targets, TargetView.Of, cancellationToken));

    private static async Task<Ok<TargetView>> ShowAsync(
        Guid id, HttpContext context, IssuerStore store, CancellationToken cancellationToken)
    {
        PublicationTarget target = await store.FindAsync<PublicationTarget>(id, cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, target, TargetView.Of(target)));
    }

    private static async Task<Created<TargetView>> AddAsync(
        TargetBody body, Caller caller, HttpContext context, SetTarget set, CancellationToken cancellationToken)
    {
        PublicationTarget target = await set.AddAsync(
            caller.Actor,
            body.Kind,
            Given.Name(body.Zone, "zone"),
            body.Server,
            Access(body.TsigKey, body.Provider),
            body.TtlSeconds,
            cancellationToken);
        return TypedResults.Created($"{IssuerApi.Root}/targets/{target.Id}", Seen.Tag(context, target, TargetView.Of(target)));
    }

    private static async Task<Ok<TargetView>> ChangeAsync(
        Guid id, TargetChangeBody body, Seen seen, Caller caller, HttpContext context, SetTarget set, CancellationToken cancellationToken)
    {
        PublicationTarget target = await set.ChangeAsync(
            caller.Actor, id, seen.Required, body.Server, Access(body.TsigKey, body.Provider), body.TtlSeconds, cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, target, TargetView.Of(target)));
    }

    private static async Task<Ok<TargetView>> ProfilesAsync(
        Guid id, ProfilesBody body, Seen seen, Caller caller, HttpContext context, SetProfiles set, CancellationToken cancellationToken)
    {
        MarkProfiles profiles = body.Profiles ?? throw new RefusedException(Refusal.Malformed, $"profiles is Cwt, Jws or Both.");
        PublicationTarget target = await set.OfTargetAsync(caller.Actor, id, seen.Required, profiles, cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, target, TargetView.Of(target)));
    }

    private static async Task<Results<Accepted<TargetView>, NoContent>> RemoveAsync(
        Guid id,
        Seen seen,
        Caller caller,
        HttpContext context,
        SetTarget set,
        [DefaultValue(false)] bool? abandon,
        CancellationToken cancellationToken) =>
        await set.RemoveAsync(caller.Actor, id, seen.Required, abandon ?? false, cancellationToken) is { } leaving
            ? TypedResults.Accepted($"{IssuerApi.Root}/targets/{id}", Seen.Tag(context, leaving, TargetView.Of(leaving)))
            : TypedResults.NoContent();

    private static Task<Page<PublicationListView>> PublicationsAsync(
        [AsParameters] PageQuery page, PublicationState? state, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            Page<Publication> found = await page.OfAsync(
                state is { } only ? d.Publications.Where(p => p.State == only) : d.Publications, p => p, cancellationToken);
            return new Page<PublicationListView>(
                await PublicationListView.OfAsync(d, found.Items, cancellationToken), found.Next);
        });

    private static async Task<PublicationListView> PublicationAsync(Guid id, IssuerStore store, CancellationToken cancellationToken)
    {
        Publication publication = await store.FindAsync<Publication>(id, cancellationToken);
        return (await store.ReadAsync(d => PublicationListView.OfAsync(d, [publication], cancellationToken)))[0];
    }

    /// <summary>What a body names for access; which kind of name it is follows from the target's kind.</summary>
    private static string? Access(string? tsigKey, string? provider) => tsigKey is null || provider is null
        ? tsigKey ?? provider
        : throw new RefusedException(Refusal.Malformed, $"A target has a tsigKey or a provider, and not both.");
}
