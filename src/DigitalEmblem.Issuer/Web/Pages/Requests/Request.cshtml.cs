using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Work.Endorsements;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Requests;

/// <summary>A request to an authority: its file goes out, the answer comes in.</summary>
[May(Callers.Readers)]
internal sealed class RequestModel(ListRequests list, AcceptEndorsement accept, CloseRequest close) : ActPage
{
    /// <summary>The request.</summary>
    public SentRequest Sent { get; private set; } = null!;

    /// <summary>The root key that it asks for.</summary>
    public OrganizationKey Key { get; private set; } = null!;

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    /// <summary>The signed file, as it is sent to the authority.</summary>
    public async Task<IActionResult> OnGetFileAsync(CancellationToken cancellationToken) => File(
        (await list.OfAsync(Id, cancellationToken)).Request.Request, Files.MediaType, Id.ToString("N") + EndorsementRequest.Extension);

    [May(AccessRoles.Administrator)]
    public async Task<IActionResult> OnPostAnswerAsync(
        string? answer, IFormFile? answerFile, string? chain, CancellationToken cancellationToken)
    {
        await list.OfAsync(Id, cancellationToken);
        byte[]? bytes = await PastedOrFile.ReadAsync(answerFile, answer, cancellationToken);
        if (bytes is null)
        {
            Wrong("answer", $"Paste what the authority sent, or choose its file.");
        }

        // PostgreSQL takes no NUL.
        string? pem = string.IsNullOrWhiteSpace(chain) ? null : Read("chain", () => Given.Pem(chain.Trim(), "chain"));
        AuthorityAnswer? taken = bytes is null ? null : Read("answer", () => AuthorityAnswer.Read(bytes));
        return await ActAsync(
            async actor =>
            {
                HeldEndorsement held = await accept.RunAsync(
                    actor, taken!.Bundle, taken.Jws, pem ?? taken.ChainPem, cancellationToken);
                return Done("/endorsements",
                    $"{held.Issuer} vouches for you now, until {held.Expires:yyyy-MM-dd}. All emblems are signed anew.");
            },
            cancellationToken);
    }

    [May(AccessRoles.Administrator)]
    public Task<IActionResult> OnPostCloseAsync(Guid seen, string? note, CancellationToken cancellationToken)
    {
        string? line = Read("note", () => FormValues.Line(note));
        return ActAsync(
            async actor =>
            {
                await close.RunAsync(actor, Id, seen, line!, cancellationToken);
                return Done($"/requests/{Id}", $"The request is closed. You can ask anew at any time.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        (Sent, Key) = await list.OfAsync(Id, cancellationToken);
}
