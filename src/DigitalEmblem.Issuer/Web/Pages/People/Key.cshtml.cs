using System.Globalization;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.People;

/// <summary>Gives a person an API key, which is shown once, on the answer to the form.</summary>
[May(AccessRoles.Administrator)]
internal sealed class KeyModel(GiveAccess give, ListPeople list) : ActPage
{
    /// <summary>The person.</summary>
    public Person Person { get; private set; } = null!;

    /// <summary>The key that was made; null before.</summary>
    public ApiKey? Made { get; private set; }

    /// <summary>The key itself.</summary>
    public string Secret { get; private set; } = "";

    private string Handle => (string)RouteData.Values["handle"]!;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostAsync(AccessRoles[]? roles, string? until, string? zones, CancellationToken cancellationToken)
    {
        DateTimeOffset? end = null;
        if (!string.IsNullOrWhiteSpace(until))
        {
            if (DateOnly.TryParseExact(until.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            {
                end = new DateTimeOffset(day.ToDateTime(TimeOnly.MaxValue), TimeSpan.Zero);
            }
            else
            {
                Wrong("until", $"Write the day as year, month and day: 2027-03-31.");
            }
        }

        AccessRoles given = Callers.Together(roles ?? []);
        if (given == AccessRoles.None)
        {
            Wrong("roles", $"Choose at least one role.");
        }

        return ActAsync(
            async actor =>
            {
                (Made, Secret) = await give.ToPersonAsync(actor, Handle, given, end, KeyZones.Parse(zones ?? ""), cancellationToken);
                return await ShowAsync(cancellationToken);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        Person = (await list.OfAsync(Handle, cancellationToken)).Person;
}
