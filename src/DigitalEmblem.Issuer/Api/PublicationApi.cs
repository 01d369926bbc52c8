using System.ComponentModel;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Control of zones, and what people do who publish by hand.</summary>
internal static class PublicationApi
{
    // More at once would hold a request open for minutes.
    private const int MostAtOnce = 500;

    public static void MapPublicationApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("").WithTags("Publication");
        all.MapGet("/assets/{id:guid}/records", RecordsOfAssetAsync).RequireAuthorization(Reading).WithinZones().WithName("AssetRecords")
            .WithDescription("The records to put in at an asset's name, as format=zone (lines of a zone file), rfc3597 (the data alone), "
                + "nsupdate (a script), json, or csv (name, type, ttl, value and SHA-256 digest, for spreadsheets and providers' "
                + "imports).");
        all.MapGet("/targets/{id:guid}/records", RecordsOfTargetAsync).RequireAuthorization(Reading).WithName("TargetRecords")
            .WithDescription("The records of all assets of a target, in the same forms; names whose set is not ready stand as comments, "
                + "and what is there at them is left.");
        all.MapGet("/assets/{id:guid}/publication", PublicationAsync).RequireAuthorization(Reading).WithinZones()
            .Waits().WithName("AssetPublication")
            .WithDescription("What was last seen in the DNS at an asset's name, at each of its targets, and when what was there before "
                + "has left the caches.");
        all.MapPost("/assets/{id:guid}/publication/take-over", TakeOverAsync)
            .RequireAuthorization(nameof(AccessRoles.Officer)).WithinZones().WithName("TakeOverName")
            .WithSummary("Replaces the records of another party at an asset's name.")
            .WithDescription("Exactly those whose digests the publication tells (foreignSha256) are replaced by ours. Until then they "
                + "stay, and ours are not published there.");
        all.MapPost("/assets/{id:guid}/published", AssetPublishedAsync).RequireAuthorization(nameof(AccessRoles.Officer)).WithinZones()
            .WithName("AssetPublished")
            .WithDescription("Says that the records are in. The service looks itself, and believes only what it sees.");
        all.MapPost("/targets/{id:guid}/published", TargetPublishedAsync).RequireAuthorization(nameof(AccessRoles.Officer))
            .WithName("TargetPublished")
            .WithDescription("Says that the records of all assets of a target are in. The service looks itself.");
        all.MapGet("/assets/{id:guid}/control", ControlOfAssetAsync).RequireAuthorization(Reading).WithinZones().WithName("AssetControl")
            .WithDescription("Where which TXT record has to stand to show that the asset's zone is yours, and when it was last seen.");
        all.MapPost("/assets/{id:guid}/control", CheckAssetAsync).RequireAuthorization(nameof(AccessRoles.Officer)).WithinZones()
            .WithName("CheckAssetControl")
            .WithDescription("Looks for the record of its zone (GET /targets/{id}/control) and then for its own; with publish=true the "
                + "service puts it in itself, through the target's updates, and takes it out again.");
        all.MapGet("/targets/{id:guid}/control", ControlOfTargetAsync).RequireAuthorization(Reading).WithName("TargetControl")
            .WithDescription("Where which TXT record shows that a whole zone is yours. It counts for each name of the zone that is not "
                + "delegated to another one.");
        all.MapPost("/targets/{id:guid}/control", CheckTargetAsync).RequireAuthorization(nameof(AccessRoles.Officer))
            .WithName("CheckTargetControl")
            .WithDescription($"The same, published by the service, for up to {MostAtOnce} assets of a target whose control is not shown "
                + "yet; call it again until remaining is 0.");
    }

    private static void Reading(Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder policy) =>
        policy.RequireRole(
            nameof(AccessRoles.Administrator), nameof(AccessRoles.Officer), nameof(AccessRoles.Approver), nameof(AccessRoles.Auditor));

    private static async Task<PushStreamHttpResult> RecordsOfAssetAsync(
        Guid id, [DefaultValue("zone")] string? format, HandOutRecords records, CancellationToken cancellationToken)
    {
        RecordsByHand one = await records.OfAssetAsync(id, cancellationToken);
        return Stream(new[] { one }.ToAsyncEnumerable(), Form(format), cancellationToken);
    }

    private static async Task<PushStreamHttpResult> RecordsOfTargetAsync(
        Guid id, [DefaultValue("zone")] string? format, HandOutRecords records, CancellationToken cancellationToken) =>
        Stream(await records.OfTargetAsync(id, cancellationToken), Form(format), cancellationToken);

    private static RecordsForm Form(string? format) => format switch
    {
        null or "zone" => RecordsForm.Zone,
        "rfc3597" => RecordsForm.Rfc3597,
        "nsupdate" => RecordsForm.Nsupdate,
        "json" => RecordsForm.Json,
        "csv" => RecordsForm.Csv,
        _ => throw new RefusedException(Refusal.Malformed, $"The format is zone, rfc3597, nsupdate, json or csv."),
    };

    private static PushStreamHttpResult Stream(
        IAsyncEnumerable<RecordsByHand> pages, RecordsForm form, CancellationToken cancellationToken) =>
        TypedResults.Stream(to => RecordsWriter.WriteAsync(pages, form, to, cancellationToken), RecordsByHand.MediaType(form));

    private static async Task<AssetPublicationView> PublicationAsync(Guid id, IssuerStore store, CancellationToken cancellationToken) =>
        await store.ReadAsync(d => d.Publications.Where(p => p.AssetId == id).OrderBy(p => p.Id).ToListAsync(cancellationToken))
            is { Count: > 0 } publications
            ? await AssetPublicationView.OfAsync(store, publications, cancellationToken)
            : throw new RefusedException(
                Refusal.NotFound, $"Nothing was ever to be published for this asset: mark it first, and name a target for its zone.");

    private static async Task<Accepted<AssetPublicationView>> TakeOverAsync(
        Guid id, Caller caller, TakeOverName takeOver, IssuerStore store, CancellationToken cancellationToken)
    {
        IReadOnlyList<Publication> publications = await takeOver.RunAsync(caller.Actor, id, cancellationToken);
        return TypedResults.Accepted(
            $"{IssuerApi.Root}/assets/{id}/publication",
            await AssetPublicationView.OfAsync(store, publications, cancellationToken));
    }

    private static async Task<Accepted<AssetPublicationView>> AssetPublishedAsync(
        Guid id, Caller caller, HastenPublication hasten, IssuerStore store, CancellationToken cancellationToken)
    {
        IReadOnlyList<Publication> publications = await hasten.OfAssetAsync(caller.Actor, id, cancellationToken);
        return TypedResults.Accepted(
            $"{IssuerApi.Root}/assets/{id}/publication",
            await AssetPublicationView.OfAsync(store, publications, cancellationToken));
    }

    private static async Task<Accepted<NamesLookedAt>> TargetPublishedAsync(
        Guid id, Caller caller, HastenPublication hasten, CancellationToken cancellationToken)
    {
        int names = await hasten.OfTargetAsync(caller.Actor, id, cancellationToken);
        return TypedResults.Accepted((string?)null, new NamesLookedAt(names));
    }

    private static async Task<ControlView> ControlOfAssetAsync(Guid id, IssuerStore store, CancellationToken cancellationToken) =>
        ControlView.Of(await store.AssetAsync(id, cancellationToken), null);

    private static async Task<ZoneControlView> ControlOfTargetAsync(Guid id, ListTargets list, CancellationToken cancellationToken) =>
        ZoneControlView.Of((await list.OfAsync(id, cancellationToken)).Control ?? throw Organization.NotSetUp());

    private static async Task<ControlView> CheckAssetAsync(
        Guid id,
        [DefaultValue(false)] bool? publish,
        Caller caller,
        CheckControl check,
        IssuerStore store,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<ControlFinding> findings = await check.RunAsync(caller.Actor, [id], publish ?? false, cancellationToken);
        return ControlView.Of(await store.AssetAsync(id, cancellationToken), findings[0].Found?.ToString());
    }

    private static async Task<TargetControlView> CheckTargetAsync(
        Guid id, Caller caller, CheckControl check, ControlToShow toShow, CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid> open = await toShow.OpenAsync(id, int.MaxValue, cancellationToken);
        IReadOnlyList<ControlFinding> findings = await check.RunAsync(
            caller.Actor, [.. open.Take(MostAtOnce)], publish: true, cancellationToken);
        ControlFinding[] not = [.. findings.Where(f => !f.IsShown)];
        return new TargetControlView(
            findings.Count - not.Length,
            open.Count - findings.Count + not.Length,
            [.. not.Select(f => new ControlFaultView(f.Asset.Name.ToString(), f.Found?.ToString() ?? ""))]);
    }
}
