using System.Net.Mime;
using System.Text;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Certificates;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Certificates;

/// <summary>The certificates of one root key: how long they last, in which logs they stand, and what comes next.</summary>
[May(Callers.Readers)]
internal sealed class KeyModel(ListCertificates list, RequestCommitment request) : ActPage
{
    /// <summary>The key with its certificates.</summary>
    public KeyCertificates Found { get; private set; } = null!;

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    /// <summary>The certificate request, as the command 'issuer commitment request' prints it.</summary>
    public async Task<IActionResult> OnGetCertificateRequestAsync(CancellationToken cancellationToken) =>
        (await list.OfAsync(Id, cancellationToken)).Request is { } asked
            ? File(Encoding.ASCII.GetBytes(asked.RequestPem), MediaTypeNames.Application.Octet, "request.pem")
            : throw new WebFaultException(StatusCodes.Status404NotFound);

    [May(AccessRoles.Administrator)]
    public Task<IActionResult> OnPostRequestAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await request.RunAsync(actor, Id, cancellationToken);
            return Done(
                $"/certificates/{Id}", $"The certificate request is made. Have the certificate issued for it, and bring the chain here.");
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) => Found = await list.OfAsync(Id, cancellationToken);
}
