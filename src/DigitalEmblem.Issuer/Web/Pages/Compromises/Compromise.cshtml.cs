using System.Globalization;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Compromises;

/// <summary>A compromise: how far it is, what it waits for, and what people decide in it.</summary>
[May(Callers.Readers)]
internal sealed class CompromiseModel(
    ListCompromises list, ConfirmCompromise confirm, TakeBackCompromise takeBack, DecideCompromise decide,
    NoteCertificateRevoked note) : ActPage
{
    /// <summary>Above how many names their number is typed before all are withdrawn.</summary>
    public const int Untyped = 10;

    private const AccessRoles Deciders = AccessRoles.Administrator | AccessRoles.Officer;

    /// <summary>The compromise.</summary>
    public CompromiseDetail Detail { get; private set; } = null!;

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(Deciders)]
    [StepUp]
    public Task<IActionResult> OnPostConfirmAsync(Guid seen, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await confirm.RunAsync(actor, Id, seen, cancellationToken);
            return Done(Path(), $"The compromise is confirmed. The key never signs again, and a new one takes its place.");
        },
        cancellationToken);

    [May(Deciders)]
    [StepUp]
    public Task<IActionResult> OnPostTakeBackAsync(Guid seen, string? why, CancellationToken cancellationToken)
    {
        string? line = Read("why", () => FormValues.Line(why));
        return ActAsync(
            async actor =>
            {
                await takeBack.RunAsync(actor, Id, seen, line!, cancellationToken);
                return Done(Path(), $"The declaration is taken back. The key stays suspended until an administrator resumes it.");
            },
            cancellationToken);
    }

    /// <summary>A withdrawal needs no fresh sign-in, as everywhere.</summary>
    [May(Deciders)]
    public async Task<IActionResult> OnPostWithdrawAsync(
        Guid seen, Guid[]? assets, string? all, string? typed, string? whyDecided, CancellationToken cancellationToken)
    {
        if (all == "yes" && (await list.OfAsync(Id, cancellationToken)).Resting is > Untyped and var count
            && typed?.Trim() != count.ToString(CultureInfo.InvariantCulture))
        {
            Wrong("typed", $"All {count} of them would be withdrawn. Type this number, if you mean that.");
        }

        return await DecideAsync(CompromiseDecision.Withdraw, seen, assets, all, whyDecided, cancellationToken);
    }

    [May(Deciders)]
    [StepUp]
    public Task<IActionResult> OnPostLeaveAsync(
        Guid seen, Guid[]? assets, string? all, string? whyDecided, CancellationToken cancellationToken) =>
        DecideAsync(CompromiseDecision.Leave, seen, assets, all, whyDecided, cancellationToken);

    [May(Deciders)]
    public Task<IActionResult> OnPostRevokedAsync(Guid seen, string? revoked, CancellationToken cancellationToken)
    {
        string? line = Read("revoked", () => FormValues.Line(revoked));
        return ActAsync(
            async actor =>
            {
                await note.RunAsync(actor, Id, seen, line!, cancellationToken);
                return Done(Path(), $"It is noted that the certificate is revoked.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) => Detail = await list.OfAsync(Id, cancellationToken);

    private Task<IActionResult> DecideAsync(
        CompromiseDecision decision, Guid seen, Guid[]? assets, string? all, string? why, CancellationToken cancellationToken)
    {
        string? line = Read("whyDecided", () => FormValues.Line(why));
        if (all != "yes" && assets is not { Length: > 0 })
        {
            Wrong("assets", $"Choose names, or all of them.");
        }

        return ActAsync(
            async actor =>
            {
                await decide.RunAsync(actor, Id, seen, all == "yes" ? null : assets, decision, line!, cancellationToken);
                return decision == CompromiseDecision.Withdraw
                    ? Done(Path(), $"It is decided. The service withdraws them now; this page says how many remain.")
                    : Done(Path(), $"It is decided. They stay as they are until their emblems expire.");
            },
            cancellationToken);
    }

    private string Path() => $"/compromises/{Id}";
}
