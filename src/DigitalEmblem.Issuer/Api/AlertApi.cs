using System.ComponentModel;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Alerts, to read.</summary>
internal static class AlertApi
{
    private const int MostInOne = 500, AsARule = 100;

    public static void MapAlertApi(this IEndpointRouteBuilder app) => app.MapGet("/alerts", ListAsync)
        .RequireAuthorization(p => p.RequireRole(
            nameof(AccessRoles.Administrator), nameof(AccessRoles.Officer), nameof(AccessRoles.Approver), nameof(AccessRoles.Auditor)))
        .WithTags("Alerts").WithName("Alerts").WithDescription("Alerts, the latest first: those that are open, or with all=true those "
            + $"that are over as well. {MostInOne} at a time; pass the last one's id as before for those before it.");

    private static Task<IReadOnlyList<AlertView>> ListAsync(
        [DefaultValue(false)] bool? all,
        AlertKind? kind,
        Guid? before,
        [DefaultValue(AsARule)] int? limit,
        IssuerStore store,
        CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<AlertView>>(async d =>
        {
            IQueryable<Alert> alerts = d.Alerts;
            alerts = all == true ? alerts : alerts.Where(a => a.ClearedAt == null);
            alerts = kind is { } only ? alerts.Where(a => a.Kind == only) : alerts;
            alerts = before is { } last ? alerts.Where(a => a.Id.CompareTo(last) < 0) : alerts;
            int count = Math.Clamp(limit ?? AsARule, 1, MostInOne);
            return [.. (await alerts.OrderByDescending(a => a.Id).Take(count).ToListAsync(cancellationToken)).Select(AlertView.Of)];
        });
}
