using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Signings;

/// <summary>A request to sign on another machine, in words; its file goes there, and the answer comes back.</summary>
[May(Callers.Readers)]
internal sealed class SigningModel(ListSignings list, AcceptSignatures accept, TimeProvider clock) : ActPage
{
    /// <summary>The request.</summary>
    public PendingSigning Signing { get; private set; } = null!;

    /// <summary>What it asks for, decoded from the very bytes that are to be signed.</summary>
    public SigningRequest Asked { get; private set; } = null!;

    /// <summary>The present.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!);

    /// <summary>The name of the file.</summary>
    public string FileName => Id.ToString("N") + SigningRequest.Extension;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    /// <summary>The file to carry to the other machine.</summary>
    public async Task<IActionResult> OnGetFileAsync(CancellationToken cancellationToken) =>
        File((await list.OfAsync(Id, cancellationToken)).Request, Files.MediaType, FileName);

    [May(AccessRoles.Administrator)]
    [StepUp]
    public async Task<IActionResult> OnPostAsync(string? answer, IFormFile? answerFile, CancellationToken cancellationToken)
    {
        await list.OfAsync(Id, cancellationToken);
        byte[]? bytes = await PastedOrFile.ReadAsync(answerFile, answer, cancellationToken);
        if (bytes is null)
        {
            Wrong("answer", $"Paste the answer of the other machine, or choose its file.");
        }

        return await ActAsync(
            async actor =>
            {
                try
                {
                    await accept.RunAsync(actor, Id, bytes!, cancellationToken);
                    return Done($"/signings/{Id}", $"The answer is taken, and used as it was asked for.");
                }
                catch (RefusedException e) when (e.Refusal is Refusal.Malformed or Refusal.NotVerified)
                {
                    Wrong("answer", e.AsSentence());
                    Response.StatusCode = ProblemKind.Of(e.Refusal).Status;
                    return await ShowAsync(cancellationToken);
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Signing = await list.OfAsync(Id, cancellationToken);
        Asked = Signing.ToRequest();
    }
}
