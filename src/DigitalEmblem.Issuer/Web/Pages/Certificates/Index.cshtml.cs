using System.Text;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Certificates;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Certificates;

/// <summary>The root keys with the certificates that bind them, and the form that takes a new one.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(ListCertificates list, ImportCertificate import) : ActPage
{
    private Guid? _before;

    /// <summary>The root keys of this page, with their certificates.</summary>
    public IReadOnlyList<KeyCertificates> Keys { get; private set; } = [];

    /// <summary>Whether more follow.</summary>
    public bool HasMore { get; private set; }

    public Task<IActionResult> OnGetAsync(Guid? before, CancellationToken cancellationToken)
    {
        _before = before;
        return ShowAsync(cancellationToken);
    }

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
                    ImportedCertificate imported = await import.RunAsync(actor, pem, cancellationToken);
                    string path = $"/certificates/{imported.Key.Id}";
                    return imported.IsFormer
                        ? Done(path, $"This key had this certificate before, and has a newer one now. Nothing is changed.")
                        : Done(path, $"The chain is complete: the certificate binds this key to the organization.");
                }
                catch (RefusedException e) when (e.Refusal != Refusal.NotFound)
                {
                    Wrong("chain", e.AsSentence());
                    foreach (Sentence missing in await import.MissingAsync(pem, cancellationToken))
                    {
                        Wrong(null, missing);
                    }

                    Response.StatusCode = ProblemKind.Of(e.Refusal).Status;
                    return await ShowAsync(cancellationToken);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        (Keys, HasMore) = await list.RunAsync(_before, cancellationToken);
}
