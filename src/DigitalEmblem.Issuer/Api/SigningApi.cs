using System.ComponentModel;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Signing requests for the machine where the root key is, and their answers.</summary>
internal static class SigningApi
{
    public static void MapSigningApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/signings").WithTags("Signings");
        all.MapGet("", ListAsync).By(Callers.Readers).WithName("Signings")
            .WithSummary("Lists the requests to sign on another machine; with open=true those that wait.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).WithName("Signing").WithSummary("Shows a request to sign.");
        all.MapGet("/{id:guid}/file", FileAsync).By(Callers.Readers).WithName("SigningFile")
            .WithSummary("The file to carry to the other machine, for 'emblem sign request'.");
        all.MapPost("/{id:guid}/answer", AnswerAsync).TakesFile().By(AccessRoles.Administrator).WithName("AnswerSigning")
            .WithSummary("Takes the answer, checks each signature, and does with it what it was asked for.");
    }

    private static Task<Page<SigningView>> ListAsync(
        [AsParameters] PageQuery page, [DefaultValue(false)] bool? open, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(
            d => page.OfAsync(open == true ? d.Signings.WhereOpen() : d.Signings, SigningView.Of, cancellationToken));

    private static async Task<SigningView> ShowAsync(Guid id, IssuerStore store, CancellationToken cancellationToken) =>
        SigningView.Of(await store.FindAsync<PendingSigning>(id, cancellationToken));

    private static async Task<FileContentHttpResult> FileAsync(Guid id, IssuerStore store, CancellationToken cancellationToken) =>
        Files.Write((await store.FindAsync<PendingSigning>(id, cancellationToken)).Request, id, SigningRequest.Extension);

    private static async Task<SigningView> AnswerAsync(
        Guid id, HttpRequest request, Caller caller, AcceptSignatures accept, CancellationToken cancellationToken)
    {
        PendingSigning pending = await accept.RunAsync(
            caller.Actor, id, await Files.ReadAsync(request, cancellationToken), cancellationToken);
        return SigningView.Of(pending);
    }
}
