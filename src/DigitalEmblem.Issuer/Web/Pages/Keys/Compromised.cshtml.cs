using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Keys;

/// <summary>Declares a key compromised: by one person, who shows again who they are, and types a part of the key's identifier.</summary>
[May(Callers.Readers)]
internal sealed class CompromisedModel(ListKeys list, DeclareCompromise declare, CompromiseOptions options) : ActPage
{
    /// <summary>The key, with what is known of an earlier declaration.</summary>
    public KeyDetail Detail { get; private set; } = null!;

    /// <summary>How long a second person has until the service goes on by itself, in minutes.</summary>
    public int ConfirmMinutes { get; } = (int)options.ConfirmAfter.TotalMinutes;

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Administrator | AccessRoles.Officer)]
    [StepUp]
    public async Task<IActionResult> OnPostAsync(Guid seen, string? typed, string? why, CancellationToken cancellationToken)
    {
        OrganizationKey key = await list.KeyAsync(Id, cancellationToken);
        if (!string.Equals(typed?.Trim(), key.Identifier[..KeyWords.Typed], StringComparison.OrdinalIgnoreCase))
        {
            Wrong("typed",
                $"Type the first {KeyWords.Typed} characters of the identifier above, so that no other key is ended by "
                    + $"mistake.");
        }

        string? line = Read("why", () => FormValues.Line(why));
        return await ActAsync(
            async actor =>
            {
                KeyCompromise compromise = await declare.RunAsync(actor, Id, seen, line!, cancellationToken);
                return Done(
                    $"/compromises/{compromise.Id}", $"The key signs nothing any more, and people were told. Another person "
                        + $"confirms it now.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) => Detail = await list.OfAsync(Id, cancellationToken);
}
