using System.ComponentModel;
using System.Globalization;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.DataMarks;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Data that are marked by their root (spec/data-emblem.md, a profile of this project).</summary>
internal static class DataApi
{
    private const string OrATry = " With dryRun=true it is answered or refused as it would be now (200), and nothing is changed.";

    public static void MapDataApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/data").WithTags("Data");
        all.MapGet("", ListAsync).By(Callers.Readers).WithName("DataList").WithSummary("Lists data; state narrows it down.");
        all.MapGet("/{root}", ShowAsync).By(Callers.Readers).WithName("Data").WithSummary("Shows what is known of a root.");
        all.MapPost("", AddAsync)
            .By(AccessRoles.Officer)
            .WithName("AddData")
            .WithSummary("Asks to mark data, by their root alone.")
            .WithDescription("'emblem data prepare' finds the root where the data are. No path, name or manifest is taken. The same "
                + $"request again is answered 200, and changes nothing; a request is never changed.{OrATry}");
        all.MapPost("/{root}/declare", DeclareAsync)
            .By(AccessRoles.Officer)
            .WithName("DeclareData")
            .WithSummary("Declares that data serve only what their sign stands for; also the yearly re-confirmation.")
            .WithDescription(OrATry.TrimStart());
        all.MapPost("/{root}/mark", MarkAsync)
            .By(AccessRoles.Officer)
            .WithName("MarkData")
            .WithSummary("Marks data: a sign is issued within seconds, and renewed from then on.")
            .WithDescription("Where marking needs two officers (Marking:FourEyes), nothing is marked: 202, with where another officer "
                + $"confirms it (/mark-proposals).{OrATry}");
        all.MapPost("/{root}/withdraw", WithdrawAsync)
            .By(AccessRoles.Officer)
            .WithName("WithdrawData")
            .WithSummary("Withdraws data. Nobody has to agree.")
            .WithDescription("No sign is made or given out any more. Copies of signs cannot be called back: they are valid until the "
                + $"instant that the answer states.{OrATry}");
        all.MapGet("/{root}/sign", SignAsync).By(Callers.Readers).WithName("DataSign")
            .WithSummary("The sign in force of a root, to be put beside the data ('emblem data attach').")
            .WithDescription("404 while there is none, 410 after a withdrawal; both say why. Ask again with If-None-Match after a part of "
                + "its life: 304 while it was not renewed.")
            .Produces(StatusCodes.Status200OK, contentType: TokenBundle.MediaType)
            .Produces(StatusCodes.Status304NotModified);
    }

    private static async Task<Page<DataView>> ListAsync(
        [AsParameters] PageQuery page,
        AssetState? state,
        IssuerStore store,
        FindMarkProposals proposals,
        CancellationToken cancellationToken)
    {
        Page<MarkedData> found = await store.ReadAsync(d => page.OfAsync(
            state is { } only ? d.Data.Where(a => a.State == only) : d.Data, m => m, cancellationToken));
        IReadOnlyDictionary<Guid, MarkProposal> proposed = await proposals.AboutAsync(found.Items, cancellationToken);
        return new Page<DataView>(
            [.. found.Items.Select(m => DataView.Of(m, m.ProposalId is { } id ? proposed.GetValueOrDefault(id) : null))], found.Next);
    }

    private static async Task<Ok<DataView>> ShowAsync(
        string root, HttpContext context, IssuerStore store, FindMarkProposals proposals, CancellationToken cancellationToken) =>
        await AnswerAsync(context, await store.DataAsync(Given.Root(root, "root"), cancellationToken), proposals, cancellationToken);

    private static async Task<Results<Created<DataView>, Ok<DataView>>> AddAsync(
        DataBody body,
        [DefaultValue(false)] bool? dryRun,
        Caller caller,
        HttpContext context,
        AddData add,
        FindMarkProposals proposals,
        CancellationToken cancellationToken)
    {
        (MarkedData data, bool isNew) = await (dryRun == true ? add.Trial() : add).RunAsync(
            caller.Actor,
            Given.Root(body.Root, "root"),
            body.Purposes,
            Given.Seconds(body.LifetimeSeconds, "lifetimeSeconds"),
            body.Label,
            cancellationToken);
        DataView view = DataView.Of(data, isNew ? null : await proposals.AboutAsync(data, cancellationToken));
        if (dryRun == true)
        {
            return TypedResults.Ok(view);
        }

        Seen.Tag(context, data, view);
        return isNew ? TypedResults.Created($"{IssuerApi.Root}/data/{data.Root}", view) : TypedResults.Ok(view);
    }

    private static async Task<Ok<DataView>> DeclareAsync(
        string root,
        [DefaultValue(false)] bool? dryRun,
        Seen seen,
        Caller caller,
        HttpContext context,
        ActOnData act,
        FindMarkProposals proposals,
        CancellationToken cancellationToken) => await AnswerAsync(
            context,
            await (dryRun == true ? act.Trial() : act).DeclareAsync(
                caller.Actor, Given.Root(root, "root"), seen.Version, cancellationToken),
            proposals,
            cancellationToken,
            isTrial: dryRun == true);

    private static async Task<Results<Ok<DataView>, Accepted<MarkProposalView>>> MarkAsync(
        string root,
        [DefaultValue(false)] bool? dryRun,
        Seen seen,
        Caller caller,
        HttpContext context,
        ActOnData act,
        FindMarkProposals proposals,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        MarkedData data = await (dryRun == true ? act.Trial() : act).MarkAsync(
            caller.Actor, Given.Root(root, "root"), seen.Version, cancellationToken);
        if (dryRun == true)
        {
            return TypedResults.Ok(DataView.Of(data, null));
        }

        return await proposals.AboutAsync(data, cancellationToken) is { } proposal
            ? MarkProposalApi.Proposed(proposal, clock.GetUtcNow())
            : TypedResults.Ok(Seen.Tag(context, data, DataView.Of(data, null)));
    }

    private static async Task<Ok<DataWithdrawnView>> WithdrawAsync(
        string root,
        [DefaultValue(false)] bool? dryRun,
        Seen seen,
        Caller caller,
        HttpContext context,
        ActOnData act,
        SignsOfData signs,
        CancellationToken cancellationToken)
    {
        MarkedData data = await (dryRun == true ? act.Trial() : act).WithdrawAsync(
            caller.Actor, Given.Root(root, "root"), seen.Version, cancellationToken);
        DateTimeOffset? until = await signs.CopiesUntilAsync(data.Id, cancellationToken);
        var view = DataWithdrawnView.Of(data, until);
        return TypedResults.Ok(dryRun == true ? view : Seen.Tag(context, data, view));
    }

    private static async Task<FileContentHttpResult> SignAsync(string root, SignsOfData signs, CancellationToken cancellationToken)
    {
        (byte[] bundle, IssuedSign sign) = await signs.InForceAsync(Given.Root(root, "root"), cancellationToken);
        string digest = Convert.ToHexStringLower(sign.Digest);
        return TypedResults.File(
            bundle,
            TokenBundle.MediaType,
            string.Create(CultureInfo.InvariantCulture, $"{digest[..16]}.bundle"),
            entityTag: new EntityTagHeaderValue($"\"{digest}\""));
    }

    private static async Task<Ok<DataView>> AnswerAsync(
        HttpContext context, MarkedData data, FindMarkProposals proposals, CancellationToken cancellationToken, bool isTrial = false)
    {
        var view = DataView.Of(data, await proposals.AboutAsync(data, cancellationToken));
        return TypedResults.Ok(isTrial ? view : Seen.Tag(context, data, view));
    }
}
