using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.Setup;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Desk;

/// <summary>Applications of issuers to this authority: those that wait, and those that are decided.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(FindApplications find, FindOrganization organization, ReceiveApplication receive) : ActPage
{
    /// <summary>The roles that may bring an application that came by another way.</summary>
    public const AccessRoles Bringing = AccessRoles.Officer | AccessRoles.Administrator;

    /// <summary>The organization; null if none is set up.</summary>
    public Organization? Organization { get; private set; }

    /// <summary>The applications of this page.</summary>
    public IReadOnlyList<Application> Applications { get; private set; } = [];

    /// <summary>Whether more follow.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether those that are decided are shown, in place of those that wait.</summary>
    public bool IsDecided { get; private set; }

    /// <summary>Whether the organization endorses others.</summary>
    public bool IsAuthority => Organization?.Roles.HasFlag(OrganizationRoles.Authority) == true;

    private Guid? After { get; set; }

    public Task<IActionResult> OnGetAsync(bool decided, Guid? after, CancellationToken cancellationToken)
    {
        (IsDecided, After) = (decided, after);
        return ShowAsync(cancellationToken);
    }

    [May(Bringing)]
    public async Task<IActionResult> OnPostBringAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        byte[] request = await BytesAsync(file, cancellationToken);
        if (request.Length == 0)
        {
            Wrong("file", $"Choose the file that the issuer sent: its name ends with {EndorsementRequest.Extension}.");
        }
        else
        {
            Read("file", () => Readable(request));
        }

        return await ActAsync(
            async actor =>
            {
                try
                {
                    Application application = await receive.RunAsync(actor, request, cancellationToken);
                    return Done($"/desk/{application.Id}", $"The application of {application.Issuer} is on the desk.");
                }
                catch (RefusedException e) when (e.Refusal is Refusal.Malformed or Refusal.NotVerified)
                {
                    Wrong("file", e.AsSentence());
                    Response.StatusCode = ProblemKind.Of(e.Refusal).Status;
                    return await ShowAsync(cancellationToken);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Organization = await organization.RunAsync(cancellationToken);
        if (IsAuthority)
        {
            (Applications, HasMore) = await find.RunAsync(IsDecided, After, cancellationToken);
        }
    }

    private static UnverifiedEndorsementRequest Readable(byte[] file)
    {
        try
        {
            return Refusing.Malformed(() => EndorsementRequest.Read(file));
        }
        catch (RefusedException e)
        {
            throw new RefusedException(
                e.Refusal,
                $"This cannot be read as the request of an issuer: {e.Sentence}. Choose the file as the issuer sent it: its name ends with "
                    + $"{new Verbatim(EndorsementRequest.Extension)}.");
        }
    }

    // WebBodies bounds what a form has in all.
    private static async Task<byte[]> BytesAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return [];
        }

        using var all = new MemoryStream();
        await file.CopyToAsync(all, cancellationToken);
        return all.ToArray();
    }
}
