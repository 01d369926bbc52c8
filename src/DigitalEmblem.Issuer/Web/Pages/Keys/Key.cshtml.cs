using System.Net.Mime;
using System.Text;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Keys;

/// <summary>A key: what binds or endorses it, what it still needs, and what people do with it.</summary>
[May(Callers.Readers)]
internal sealed class KeyModel(
    ListKeys list, RequestCommitment request, CompleteCommitment complete, ProveCommitment prove, EndorseKey endorse, RollRoot roll,
    RetireKey retire, ResumeKey resume) : ActPage
{
    /// <summary>The key, with all that a person decides about it by.</summary>
    public KeyDetail Detail { get; private set; } = null!;

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    /// <summary>The certificate request that waits, as a file for the certificate authority.</summary>
    public async Task<IActionResult> OnGetCertificateRequestAsync(CancellationToken cancellationToken) => Pem(
        (await list.OfAsync(Id, cancellationToken)).Row is { } row ? (row.Open ?? row.Commitment)?.RequestPem : null, "request.pem");

    /// <summary>The certificate chain in use, as a file.</summary>
    public async Task<IActionResult> OnGetChainAsync(CancellationToken cancellationToken) =>
        Pem((await list.OfAsync(Id, cancellationToken)).Row.Commitment?.ChainPem, "fullchain.pem");

    [May(AccessRoles.Administrator)]
    public Task<IActionResult> OnPostRequestAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await request.RunAsync(actor, Id, cancellationToken);
            return Done(Path(), $"The certificate request is made. Have the certificate issued for it, and bring the chain here.");
        },
        cancellationToken);

    [May(AccessRoles.Administrator)]
    public async Task<IActionResult> OnPostChainAsync(string? chain, IFormFile? chainFile, CancellationToken cancellationToken)
    {
        byte[]? bytes = await PastedOrFile.ReadAsync(chainFile, chain, cancellationToken);
        if (bytes is null)
        {
            Wrong("chain", $"Paste the certificate chain, or choose its file (fullchain.pem).");
        }

        // PostgreSQL takes no NUL.
        string? text = bytes is null ? null : Read("chain", () => Given.Pem(Encoding.UTF8.GetString(bytes), "chain"));

        return await ActAsync(
            async actor =>
            {
                string pem = text!;
                try
                {
                    await complete.RunAsync(actor, Id, pem, cancellationToken);
                    return Done(Path(), $"The chain is complete: the certificate binds this key to the organization.");
                }
                catch (RefusedException e) when (e.Refusal != Refusal.NotFound)
                {
                    Wrong("chain", e.AsSentence());
                    KeyDetail key = await list.OfAsync(Id, cancellationToken);
                    foreach (Sentence missing in ChainFaults.Of(
                        pem, key.Organization.Identifier, key.Key.ToVerificationKey(), prove.Trust, prove.Now))
                    {
                        Wrong(null, missing);
                    }

                    Response.StatusCode = ProblemKind.Of(e.Refusal).Status;
                    return await ShowAsync(cancellationToken);
                }
            },
            cancellationToken);
    }

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostEndorseAsync(Purposes[]? purposes, CancellationToken cancellationToken)
    {
        Purposes given = Read("purposes", () => FormValues.Of(purposes));
        return ActAsync(
            async actor =>
            {
                (_, PendingSigning? pending) = await endorse.RunAsync(actor, Id, given, cancellationToken);
                return pending is null
                    ? Done(Path(), $"The root key endorses this key now, and emblems are signed by it.")
                    : Done($"/signings/{pending.Id}", $"The root key is on another machine: carry this request there.");
            },
            cancellationToken);
    }

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostRollAsync(Guid seen, string[]? without, CancellationToken cancellationToken)
    {
        OrganizationIdentifier[] left =
            Read("without", () => (without ?? []).Select(FormValues.Organization).Distinct().ToArray()) ?? [];
        return ActAsync(
            async actor =>
            {
                (_, PendingSigning? pending) = await roll.RunAsync(actor, Id, seen, left, cancellationToken);
                return pending is null
                    ? Done(Path(), $"This root key is in use now, and the one before is retired. All emblems are signed anew.")
                    : Done(
                        $"/signings/{pending.Id}", $"The new root key is on another machine: carry this request there. Its answer "
                            + $"completes the roll.");
            },
            cancellationToken);
    }

    [May(AccessRoles.Administrator | AccessRoles.Officer)]
    public Task<IActionResult> OnPostRetireAsync(Guid seen, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await retire.RunAsync(actor, Id, seen, cancellationToken);
            return Done(Path(), $"The key is retired. What it signed stays valid until it expires.");
        },
        cancellationToken);

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostResumeAsync(Guid seen, string? why, CancellationToken cancellationToken)
    {
        string? line = Read("why", () => FormValues.Line(why));
        return ActAsync(
            async actor =>
            {
                await resume.RunAsync(actor, Id, seen, line!, cancellationToken);
                return Done(Path(), $"The key signs again.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) => Detail = await list.OfAsync(Id, cancellationToken);

    private FileContentResult Pem(string? pem, string name) => pem is null
        ? throw new WebFaultException(StatusCodes.Status404NotFound)
        : File(Encoding.ASCII.GetBytes(pem), MediaTypeNames.Application.Octet, name);

    private string Path() => $"/keys/{Id}";
}
