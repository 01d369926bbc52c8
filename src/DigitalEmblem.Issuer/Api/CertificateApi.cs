using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Certificates;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The certificates that bind root keys to the organization.</summary>
internal static class CertificateApi
{
    private const string PemType = "application/x-pem-file";

    public static void MapCertificateApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/certificates").WithTags("Keys");
        all.MapGet("", ListAsync).By(Callers.Readers).WithName("Certificates")
            .WithSummary("Lists the root keys with the certificates that bind them, and what comes next for each.");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).WithName("KeyCertificates")
            .WithSummary("Shows the certificates of a root key: how long they last, in which logs they stand, and what comes next.")
            .WithDescription("id is the root key's. seenAt is null where the logs' promises inside the certificate were enough; the "
                + "service has not looked for it in the logs then.");
        all.MapGet("/{id:guid}/request", RequestAsync).By(Callers.Readers).WithName("CertificateRequest")
            .WithSummary("The certificate request in PEM: the one that waits, or that of the certificate in use, which is renewed by it.")
            .WithDescription("It makes none: POST keys/{id}/commitment/request does.")
            .Produces<string>(StatusCodes.Status200OK, PemType);
        all.MapPost("", ImportAsync).By(AccessRoles.Administrator).WithName("ImportCertificate")
            .WithSummary("Takes a certificate chain for the root key whose request it was issued for, and checks it.")
            .WithDescription("Names, path and logs are checked; the certificates may stand in any order. The same certificate again, or "
                + "one that a newer one has replaced, changes nothing.");
    }

    private static Task<Page<KeyCertificatesView>> ListAsync(
        [AsParameters] PageQuery page, ListCertificates list, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            Page<OrganizationKey> keys = await page.OfAsync(d.Keys.Where(k => k.Use == KeyUse.Root), k => k, cancellationToken);
            return new Page<KeyCertificatesView>(
                [.. (await list.OfAsync(d, keys.Items, cancellationToken)).Select(KeyCertificatesView.Of)], keys.Next);
        });

    private static async Task<Ok<KeyCertificatesView>> ShowAsync(
        Guid id, HttpContext context, ListCertificates list, CancellationToken cancellationToken)
    {
        KeyCertificates found = await list.OfAsync(id, cancellationToken);
        return TypedResults.Ok(Seen.Tag(context, found.Key, KeyCertificatesView.Of(found)));
    }

    private static async Task<FileContentHttpResult> RequestAsync(Guid id, ListCertificates list, CancellationToken cancellationToken)
    {
        byte[] pem = Encoding.ASCII.GetBytes((await list.OfAsync(id, cancellationToken)).Request?.RequestPem
            ?? throw new RefusedException(
                Refusal.NotFound, $"No certificate was asked for, for this key: make the certificate request first."));
        // A file has no value of which ConditionalAnswers makes a tag; the result itself answers If-None-Match.
        string digest = Convert.ToHexStringLower(SHA256.HashData(pem))[..ConditionalAnswers.Digits];
        return TypedResults.File(pem, PemType, "request.pem", entityTag: new EntityTagHeaderValue($"\"{digest}\""));
    }

    private static async Task<Ok<ImportedCertificateView>> ImportAsync(
        ChainBody body, Caller caller, ImportCertificate import, ListCertificates list, CancellationToken cancellationToken)
    {
        ImportedCertificate imported = await import.RunAsync(
            caller.Actor, Given.Pem(body.ChainPem, "chainPem"), cancellationToken);
        return TypedResults.Ok(new ImportedCertificateView(
            imported.IsFormer, KeyCertificatesView.Of(await list.OfAsync(imported.Key.Id, cancellationToken))));
    }
}
