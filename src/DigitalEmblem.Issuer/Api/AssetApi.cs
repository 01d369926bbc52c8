using System.ComponentModel;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.Marking;
using DigitalEmblem.Issuer.Work.Risks;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Assets: singly, by lists, and what is done with them.</summary>
internal static class AssetApi
{
    private const int MostAtOnce = 10_000;

    private const string BecomesAnErrand = ", all or none. More than 250 are looked at first, and become an errand if all can be done: "
        + "202, with what tells how far it is.";

    private const string OrATry = " With dryRun=true nothing is changed, and refused tells what would be refused now, by asset.";

    private const string Removal = "204 if it is gone; 202 while something of it may be in the DNS: it goes by itself when the service has "
        + "seen that nothing is, and is marked no more. Asked again, nothing changes. The journal keeps that it was there, and emblems "
        + "that were issued stay as retention says. While marking it is proposed to a second officer, it is refused.";

    public static void MapAssetApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/assets").WithTags("Assets");
        all.MapGet("", ListAsync).By(Callers.Readers).WithinZones().WithName("Assets")
            .WithSummary("Lists assets, by name or by the end of their emblems; everything else that is given narrows it down.")
            .WithDescription("Totals count all assets by state, whatever is asked for; matching counts those that are asked for, up to "
                + $"{AssetPage.MostCounted}, and then areMore is true. Pages stay in place while assets change.");
        all.MapGet("/by-name/{name}", ShowByNameAsync).By(Callers.Readers).WithinZones().Waits().WithName("AssetByName")
            .WithSummary("Shows the asset of exactly this name, in its DNS form.");
        all.MapPut("/by-name/{name}", SetByNameAsync).By(AccessRoles.Officer).WithinZones().WithMetadata(Seen.NotAlways)
            .WithName("SetAssetByName")
            .WithSummary("Makes the asset of a name be as it is stated: puts it on the list (201), changes it, or leaves it (200).")
            .WithDescription("If-Match is needed only to change what is there and is otherwise than stated. New purposes need a new "
                + "declaration. The same call again changes nothing.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).WithinZones().Waits().WithName("Asset").WithSummary("Shows an asset.");
        all.MapGet("/{id:guid}/observations", ObservationsAsync).By(Callers.Readers).WithinZones().WithName("AssetObservations")
            .WithSummary("What resolvers showed at the name, and when that was last seen.")
            .WithDescription("Each resolver through which the service looks has an entry. One that gave no answer says since when, and "
                + "keeps what it showed before: this says nothing about the emblem.");
        all.MapGet("/{id:guid}/risks", RisksAsync).By(Callers.Readers).WithinZones().WithName("AssetRisks")
            .WithSummary("Looks what speaks against marking the name, through the service's own resolver.")
            .WithDescription("What was not answered in time is a risk of its own (NotFoundOut), and never no risk. No risk means that none "
                + $"was found: what is behind an address, the DNS does not tell for certain. A caller looks once in "
                + $"{LookNow.OfPerson.TotalSeconds:0} seconds: else 429, which says when.");
        all.MapPost("/{id:guid}/look", LookAsync).By(AccessRoles.Officer).WithinZones().WithName("LookAtAsset")
            .WithSummary("Looks at the name now, as the watch does in its rounds, and answers what is shown.")
            .WithDescription($"A name is looked at once in {LookNow.OfName.TotalSeconds:0} seconds, and a caller looks once in "
                + $"{LookNow.OfPerson.TotalSeconds:0} seconds: else 429, which says when.");
        all.MapPost("", AddAsync).By(AccessRoles.Officer).WithinZones().WithName("AddAsset").WithSummary("Puts a name on the list.");
        all.MapPut("/{id:guid}", ChangeAsync).By(AccessRoles.Officer).WithinZones()
            .WithName("ChangeAsset").WithSummary("Changes purposes, lifetime and labels.")
            .WithDescription("New purposes need a new declaration. Labels that are left out stay as they are; if nothing else changes, no "
                + "emblem is issued anew.");
        all.MapDelete("/{id:guid}", RemoveAsync).By(AccessRoles.Officer).WithinZones().WithName("RemoveAsset")
            .WithSummary("Withdraws the emblem of an asset if it has one, and removes the asset from the list.")
            .WithDescription(Removal);
        all.MapDelete("/by-name/{name}", RemoveByNameAsync).By(AccessRoles.Officer).WithinZones().WithName("RemoveAssetByName")
            .WithSummary("The same by its name. A name that is not on the list is 204 too.")
            .WithDescription(Removal);
        all.MapPut("/{id:guid}/profiles", ProfilesAsync).By(AccessRoles.Officer).WithinZones().WithName("SetAssetProfiles")
            .WithSummary("Sets the profiles in which an asset is marked: Cwt, Jws or Both; null for those of its zone.")
            .WithDescription("A name that leaves a profile is marked in both until no cache can lack the one that stays (three hours, or "
                + "the time to live if that is longer). JWS has words for protective and indicative only, and needs a binding "
                + "certificate that names the root key in both profiles.");
        all.MapPut("/{id:guid}/labels", LabelsAsync).By(AccessRoles.Officer).WithinZones().WithName("SetAssetLabels")
            .WithSummary("Puts these labels in the place of all that an asset has. No emblem is issued anew.")
            .WithDescription($"A key has 1 to {AssetLabels.Longest} lower-case letters, digits and - _ . /, a value up to "
                + $"{AssetLabels.Longest} letters, digits and - _ . ; both begin and end with a letter or digit. At most "
                + $"{AssetLabels.Most} labels. The journal keeps them, so they name no person.");
        all.MapPost("/import", ImportAsync).Accepts<Stream>(AssetCsv.MediaType).WithMetadata(BodyLimit.Csv).By(AccessRoles.Officer)
            .WithName("ImportAssets").WithSummary("Puts a list of names on the list, all or none.")
            .WithDescription("The file has a header line with name, purposes, lifetime-hours, labels (the last two may be left out or "
                + "empty); "
                + $"several purposes are parted by spaces or +, several labels (key=value) by spaces. Commas, semicolons or "
                + "tabs part the columns; it is UTF-8, or the 'Unicode text' of a spreadsheet. At most {AssetCsv.MaxRows} lines. "
                + "With dryRun=true it is only looked through; faults are told by line. More than 250 lines become an errand if all can be "
                + "added: 202, with what tells how far it is.");
        all.MapPost("/declare", DeclareAsync)
            .By(AccessRoles.Officer).WithinZones()
            .WithName("DeclareAssets")
            .WithSummary("Declares that assets serve protected purposes, and nothing else; also the yearly re-confirmation.")
            .WithDescription($"Up to {MostAtOnce} at once{BecomesAnErrand}{OrATry}");
        all.MapPost("/mark", MarkAsync)
            .By(AccessRoles.Officer).WithinZones()
            .WithName("MarkAssets")
            .WithMetadata(new EitherAccepted(nameof(ErrandView), nameof(MarkProposalView)))
            .WithSummary("Marks assets: their emblems are issued and published from now on.")
            .WithDescription($"Up to {MostAtOnce} at once{BecomesAnErrand}{OrATry} Where marking needs two officers (Marking:FourEyes), "
                + "nothing is marked: all of it is one proposal, 202, with where another officer confirms it (/mark-proposals). Where "
                + "risks are looked for first (Marking:RiskNote), and a name has some that nobody has acknowledged, nothing is marked "
                + "either: 409 open-risks, whose member open lists what acknowledgedRisks has to name, and names says of which names. What "
                + "was acknowledged for a name is not asked again.");
        all.MapPost("/renew", RenewAsync)
            .By(AccessRoles.Officer).WithinZones()
            .WithName("RenewAssets")
            .WithSummary("Has new emblems issued for marked assets now, before they are due.")
            .WithDescription($"Up to {MostAtOnce} at once{BecomesAnErrand}{OrATry} Renewal at its time needs no call.");
        all.MapPost("/withdraw", WithdrawAsync)
            .By(AccessRoles.Officer).WithinZones()
            .WithName("WithdrawAssets")
            .WithSummary("Withdraws the emblems of assets. Nobody has to agree.")
            .WithDescription($"Up to {MostAtOnce} at once{BecomesAnErrand}{OrATry}");
    }

    private static async Task<AssetListView> ListAsync(
        [AsParameters] AssetListQuery query, ListAssets list, CancellationToken cancellationToken) =>
        AssetListView.Of(await list.RunAsync(query.ToQuery(), cancellationToken));

    private static async Task<Ok<IReadOnlyList<ObservationView>>> ObservationsAsync(
        Guid id, IssuerStore store, FindObservations find, CancellationToken cancellationToken)
    {
        await store.AssetAsync(id, cancellationToken);
        return TypedResults.Ok(ObservationView.Of(await find.OfAsync(id, cancellationToken)));
    }

    private static async Task<Ok<NameRisksView>> RisksAsync(
        Guid id, Caller caller, ShowRisks show, CancellationToken cancellationToken) =>
        TypedResults.Ok(NameRisksView.Of(await show.RunAsync(caller.Actor, id, cancellationToken)));

    private static async Task<Ok<IReadOnlyList<ObservationView>>> LookAsync(
        Guid id, Caller caller, LookNow look, CancellationToken cancellationToken) =>
        TypedResults.Ok(ObservationView.Of(await look.RunAsync(caller.Actor, id, cancellationToken)));

    private static async Task<Ok<AssetView>> ShowAsync(
        Guid id, HttpContext context, IssuerStore store, FindMarkProposals proposals, CancellationToken cancellationToken) =>
        await AnswerAsync(context, await store.FindAsync<Asset>(id, cancellationToken), proposals, cancellationToken);

    private static async Task<Ok<AssetView>> ShowByNameAsync(
        string name, HttpContext context, IssuerStore store, FindMarkProposals proposals, CancellationToken cancellationToken)
    {
        DomainName exactly = Given.Name(name, "name");
        Asset asset = await store.ReadAsync(d => d.Assets.SingleOrDefaultAsync(a => a.Name == exactly, cancellationToken))
            ?? throw new RefusedException(Refusal.NotFound, $"No asset has this name.");
        return await AnswerAsync(context, asset, proposals, cancellationToken);
    }

    private static async Task<Results<Ok<AssetView>, Created<AssetView>>> SetByNameAsync(
        string name,
        AssetChangeBody body,
        Seen seen,
        Caller caller,
        HttpContext context,
        SetAsset set,
        FindMarkProposals proposals,
        CancellationToken cancellationToken)
    {
        (Asset asset, bool isNew) = await set.RunAsync(
            caller.Actor,
            Given.Name(name, "name"),
            there => there is not null ? seen.Required : seen.IsAny ? Guid.Empty : seen.Version,
            body.Purposes,
            Given.Seconds(body.LifetimeSeconds, "lifetimeSeconds"),
            body.ToLabels(),
            cancellationToken);
        AssetView view = Seen.Tag(context, asset, AssetView.Of(asset, await proposals.AboutAsync(asset, cancellationToken)));
        return isNew ? TypedResults.Created($"{IssuerApi.Root}/assets/{asset.Id}", view) : TypedResults.Ok(view);
    }

    private static async Task<Created<AssetView>> AddAsync(
        AssetBody body, Caller caller, HttpContext context, AddAsset add, CancellationToken cancellationToken)
    {
        Asset asset = await add.RunAsync(
            caller.Actor,
            Given.Name(body.Name, "name"),
            body.Purposes,
            Given.Seconds(body.LifetimeSeconds, "lifetimeSeconds"),
            AssetLabels.Of(body.Labels ?? new Dictionary<string, string>()),
            cancellationToken);
        return TypedResults.Created($"{IssuerApi.Root}/assets/{asset.Id}", Seen.Tag(context, asset, AssetView.Of(asset, null)));
    }

    private static async Task<Ok<AssetView>> ChangeAsync(
        Guid id,
        AssetChangeBody body,
        Seen seen,
        Caller caller,
        HttpContext context,
        ChangeAsset change,
        FindMarkProposals proposals,
        CancellationToken cancellationToken)
    {
        Asset asset = await change.RunAsync(
            caller.Actor, id, seen.Required, body.Purposes, Given.Seconds(body.LifetimeSeconds, "lifetimeSeconds"), body.ToLabels(),
            cancellationToken);
        return await AnswerAsync(context, asset, proposals, cancellationToken);
    }

    private static async Task<Results<Accepted<AssetView>, NoContent>> RemoveAsync(
        Guid id, Seen seen, Caller caller, HttpContext context, RemoveAsset remove, CancellationToken cancellationToken) =>
        Removed(context, await remove.RunAsync(caller.Actor, id, seen.Required, cancellationToken));

    private static async Task<Results<Accepted<AssetView>, NoContent>> RemoveByNameAsync(
        string name, Seen seen, Caller caller, HttpContext context, RemoveAsset remove, CancellationToken cancellationToken) =>
        Removed(context, await remove.OfNameAsync(caller.Actor, Given.Name(name, "name"), seen.Required, cancellationToken));

    private static Results<Accepted<AssetView>, NoContent> Removed(HttpContext context, Asset? leaving) => leaving is null
        ? TypedResults.NoContent()
        : TypedResults.Accepted($"{IssuerApi.Root}/assets/{leaving.Id}", Seen.Tag(context, leaving, AssetView.Of(leaving, null)));

    private static async Task<Ok<AssetView>> ProfilesAsync(
        Guid id,
        ProfilesBody body,
        Seen seen,
        Caller caller,
        HttpContext context,
        SetProfiles set,
        FindMarkProposals proposals,
        CancellationToken cancellationToken)
    {
        Asset asset = await set.OfAssetAsync(caller.Actor, id, seen.Required, body.Profiles, cancellationToken);
        return await AnswerAsync(context, asset, proposals, cancellationToken);
    }

    private static async Task<Ok<AssetView>> LabelsAsync(
        Guid id,
        LabelsBody body,
        Seen seen,
        Caller caller,
        HttpContext context,
        LabelAsset label,
        FindMarkProposals proposals,
        CancellationToken cancellationToken)
    {
        Asset asset = await label.RunAsync(caller.Actor, id, seen.Required, AssetLabels.Of(body.Labels), cancellationToken);
        return await AnswerAsync(context, asset, proposals, cancellationToken);
    }

    private static async Task<Results<Ok<ImportView>, Accepted<ErrandView>>> ImportAsync(
        bool dryRun, HttpRequest request, Caller caller, ImportAssets import, StartErrand start, CancellationToken cancellationToken)
    {
        (IReadOnlyList<AssetRow> rows, IReadOnlyList<RowFault> read) = AssetCsv.Read(
            await Files.ReadAsync(request, cancellationToken));
        IReadOnlyList<RowFault> faults = await import.LookAsync(rows, read, cancellationToken);
        if (!dryRun && faults.Count == 0)
        {
            if (rows.Count > Errand.AtOnce)
            {
                return ErrandApi.Started(await start.OfImportAsync(caller.Actor, rows, cancellationToken));
            }

            faults = await import.RunAsync(caller.Actor, rows, cancellationToken);
        }

        if (faults.Count > 0 && !dryRun)
        {
            throw new ApiException(
                ProblemKind.ImportFaults,
                string.Create(CultureInfo.InvariantCulture,
                    $"{faults.Count} faults; nothing was taken. Mend the lines and send the file again, with dryRun=true to look first."),
                new Dictionary<string, object?>
                {
                    ["faults"] = AssetRowFault.Of(faults),
                    ["moreFaults"] = Math.Max(0, faults.Count - AssetCsv.MaxFaults),
                });
        }

        return TypedResults.Ok(new ImportView(dryRun, rows.Count, dryRun ? 0 : rows.Count, AssetRowFault.Of(faults), Math.Max(
            0, faults.Count - AssetCsv.MaxFaults)));
    }

    private static Task<Results<Ok<AssetsDone>, Accepted<ErrandView>>> DeclareAsync(
        IdsBody body, [DefaultValue(false)] bool? dryRun, Caller caller, DeclareAssets declare, TryAssets tried, StartErrand start,
        CancellationToken cancellationToken) =>
        DoAsync(body, dryRun, caller, AssetActs.Declare, declare.RunAsync, tried, start, cancellationToken);

    private static async Task<Results<Ok<AssetsDone>, Accepted<ErrandView>, Accepted<MarkProposalView>>> MarkAsync(
        MarkBody body, [DefaultValue(false)] bool? dryRun, Caller caller, MarkAssets mark, TryAssets tried, StartErrand start,
        TimeProvider clock, CancellationToken cancellationToken)
    {
        Guid[] ids = IdsOf(body.Ids);
        RiskKinds acknowledged = (body.AcknowledgedRisks ?? []).Together();
        if (dryRun == true)
        {
            IReadOnlyList<AssetRefused> refused = await tried.RunAsync(caller.Actor, AssetActs.Mark, ids, cancellationToken);
            Guid[] others = [.. ids.Except(refused.Select(r => r.Id))];
            return TypedResults.Ok(AssetsDone.Tried(
                ids.Length, [.. refused, .. await mark.TryAsync(others, acknowledged, cancellationToken)]));
        }

        if (ids.Length > Errand.AtOnce && !mark.IsOnlyProposed)
        {
            await mark.AcknowledgeAsync(caller.Actor, ids, acknowledged, cancellationToken);
            return ErrandApi.Started(await start.OnAssetsAsync(caller.Actor, AssetActs.Mark, ids, cancellationToken));
        }

        return await mark.RunAsync(caller.Actor, ids, null, acknowledged, cancellationToken) is { } proposal
            ? MarkProposalApi.Proposed(proposal, clock.GetUtcNow())
            : TypedResults.Ok(AssetsDone.With(ids.Length));
    }

    private static Task<Results<Ok<AssetsDone>, Accepted<ErrandView>>> RenewAsync(
        IdsBody body, [DefaultValue(false)] bool? dryRun, Caller caller, RenewAssets renew, TryAssets tried, StartErrand start,
        CancellationToken cancellationToken) =>
        DoAsync(body, dryRun, caller, AssetActs.Renew, renew.RunAsync, tried, start, cancellationToken);

    private static Task<Results<Ok<AssetsDone>, Accepted<ErrandView>>> WithdrawAsync(
        IdsBody body, [DefaultValue(false)] bool? dryRun, Caller caller, WithdrawAssets withdraw, TryAssets tried, StartErrand start,
        CancellationToken cancellationToken) =>
        DoAsync(body, dryRun, caller, AssetActs.Withdraw, withdraw.RunAsync, tried, start, cancellationToken);

    private static async Task<Results<Ok<AssetsDone>, Accepted<ErrandView>>> DoAsync(
        IdsBody body,
        bool? dryRun,
        Caller caller,
        AssetAct act,
        Func<Actor, IReadOnlyList<Guid>, CancellationToken, Task> atOnce,
        TryAssets tried,
        StartErrand start,
        CancellationToken cancellationToken)
    {
        Guid[] ids = IdsOf(body.Ids);
        if (dryRun == true)
        {
            return TypedResults.Ok(AssetsDone.Tried(ids.Length, await tried.RunAsync(caller.Actor, act, ids, cancellationToken)));
        }

        if (ids.Length > Errand.AtOnce)
        {
            return ErrandApi.Started(await start.OnAssetsAsync(caller.Actor, act, ids, cancellationToken));
        }

        await atOnce(caller.Actor, ids, cancellationToken);
        return TypedResults.Ok(AssetsDone.With(ids.Length));
    }

    private static Guid[] IdsOf(IReadOnlyList<Guid> given)
    {
        Guid[] ids = [.. given.Distinct()];
        return ids.Length is >= 1 and <= MostAtOnce
            ? ids
            : throw new RefusedException(
                Refusal.Malformed, Sentence.Counting(MostAtOnce, $"ids names 1 to {MostAtOnce} assets."));
    }

    private static async Task<Ok<AssetView>> AnswerAsync(
        HttpContext context, Asset asset, FindMarkProposals proposals, CancellationToken cancellationToken) => TypedResults.Ok(
            Seen.Tag(context, asset, AssetView.Of(asset, await proposals.AboutAsync(asset, cancellationToken))));
}
