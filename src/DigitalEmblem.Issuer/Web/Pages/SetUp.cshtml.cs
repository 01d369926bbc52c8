using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Setup;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>From nothing to an emblem that the world sees: what is done, what is this person's, and what waits for others.</summary>
[May(Callers.Readers)]
internal sealed class SetUpModel(FindSetUp find, SetUpOrganization setUp) : ActPage
{
    private const string Scheme = "https://";

    /// <summary>How far it is.</summary>
    public SetUpState State { get; private set; } = null!;

    /// <summary>The steps.</summary>
    public IReadOnlyList<SetUpStep> Steps { get; private set; } = [];

    /// <summary>The first step that can be done here now, or else one that waits for others; null once all are done.</summary>
    public SetUpStep? Next => Steps.FirstOrDefault(s => !s.IsDone && s.IsReady && s.By != AccessRoles.None)
        ?? Steps.FirstOrDefault(s => !s.IsDone && s.IsReady);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Administrator)]
    public Task<IActionResult> OnPostAsync(
        Guid? seen, string? domain, string? name, string[]? roles, CancellationToken cancellationToken)
    {
        OrganizationIdentifier? identifier = Read("domain", () => Identifier(domain));
        OrganizationRoles chosen = OrganizationRoleChoices.Together(roles ?? []);
        if (chosen == OrganizationRoles.None)
        {
            Wrong("roles", $"Choose at least one: an organization marks its own names, or vouches for others, or both.");
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            Wrong("name", $"Type what people call the organization.");
        }

        return ActAsync(
            async actor =>
            {
                // A form of the first run has no version. If another person set the organization meanwhile, it must not change that.
                bool isFirst = (await find.RunAsync(cancellationToken)).Organization is null;
                Organization set = await setUp.RunAsync(
                    actor, isFirst ? seen : seen ?? Guid.Empty, identifier!, name!.Trim(), chosen, cancellationToken);
                return Done("/set-up", $"The organization is {set.Identifier}.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        State = await find.RunAsync(cancellationToken);
        Steps = SetUpWords.Of(State);
    }

    // People know their domain, and tokens have it as an address.
    private static OrganizationIdentifier Identifier(string? domain)
    {
        string typed = domain?.Trim().TrimEnd('/') ?? "";
        return OrganizationIdentifier.TryParse(
            typed.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? typed : Scheme + typed, out OrganizationIdentifier? identifier)
            ? identifier
            : throw new RefusedException(
                Refusal.Malformed,
                $"Type a domain of the organization, as {new Verbatim("society.example")}: in lower case, letters of other scripts in "
                    + $"their DNS form (xn--…).");
    }
}
