using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Zones;

/// <summary>Adds a zone, with how it takes records.</summary>
[May(AccessRoles.Administrator)]
internal sealed class AddModel(SetTarget set, PublishingOptions options) : ActPage
{
    /// <summary>The time to live that is proposed, in seconds.</summary>
    public const int UsualTtl = 300;

    /// <summary>What the settings name for access to zones.</summary>
    public PublishingOptions Options => options;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Administrator)]
    public Task<IActionResult> OnPostAsync(
        TargetKind? kind,
        string? zone,
        string? server,
        string? tsigKey,
        string? powerDns,
        string? program,
        string? ttl,
        CancellationToken cancellationToken)
    {
        if (kind is null || !Enum.IsDefined(kind.Value))
        {
            Wrong("kind", $"Choose how the zone takes records.");
        }

        DomainName? name = Read("zone", () => FormValues.Name(zone));
        int seconds = Read("ttl", () => FormValues.Number(ttl, 30, 86_400));
        string? at = kind == TargetKind.ByHand ? null : Given(server);
        (string field, string? with) = kind switch
        {
            TargetKind.PowerDns => ("powerDns", Given(powerDns)),
            TargetKind.Program => ("program", Given(program)),
            TargetKind.ByHand => ("", null),
            _ => ("tsigKey", Given(tsigKey)),
        };
        if (kind is not (null or TargetKind.ByHand) && at is null)
        {
            Wrong("server", $"Type the address and port of a name server of the zone, for updates the primary one, as 192.0.2.1:53.");
        }

        if (with is not null && !options.Accesses(kind ?? TargetKind.DnsUpdate).Contains(with))
        {
            Wrong(field, ZoneWords.AccessMissing(kind ?? TargetKind.DnsUpdate, with));
        }
        else if (with is null && kind is TargetKind.PowerDns or TargetKind.Program)
        {
            // The field is not there if the settings name none.
            Wrong(
                options.Accesses(kind.Value).Count > 0 ? field : "kind",
                $"Choose one. If the settings name none yet, name one there first.");
        }

        return ActAsync(
            async actor =>
            {
                PublicationTarget target = await set.AddAsync(actor, kind!.Value, name!, at, with, seconds, cancellationToken);
                return Done($"/zones/{target.Id}", $"The zone is added. The names in it are published from now on, once they are marked.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static string? Given(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
