using System.ComponentModel;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Alerts, to read and to take note of.</summary>
internal static class AlertApi
{
    public static void MapAlertApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/alerts").WithTags("Alerts");
        all.MapGet("", ListAsync).By(Callers.Readers).WithinZones().WithName("Alerts")
            .WithSummary("Lists alerts, the latest first: those that are open, or with all=true those that are over as well.")
            .WithDescription("acknowledged narrows it down to those of which a person took note (true), or nobody did (false).");
        all.MapGet("/{id:guid}", ShowAsync).By(Callers.Readers).WithinZones().WithName("Alert").WithSummary("Shows an alert.");
        all.MapPost("/{id:guid}/acknowledge", AcknowledgeAsync).By(AcknowledgeAlert.Takers).WithinZones().WithName("AcknowledgeAlert")
            .WithSummary("Takes note of an alert: it stays open, and is not told again.")
            .WithDescription("It ends by itself, as each alert does, when its cause is gone. When more happens to its subject, or the last "
                + "day before an end comes, it is told again, and needs another note.");
    }

    private static Task<Page<AlertView>> ListAsync(
        [DefaultValue(false)] bool? all,
        AlertKind? kind,
        bool? acknowledged,
        [AsParameters] PageQuery page,
        IssuerStore store,
        CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            IQueryable<Alert> alerts = d.Alerts;
            alerts = all == true ? alerts : alerts.Where(a => a.ClearedAt == null);
            alerts = kind is { } only ? alerts.Where(a => a.Kind == only) : alerts;
            alerts = acknowledged is { } noted ? alerts.Where(a => a.AcknowledgedAt != null == noted) : alerts;
            alerts = page.After is { } last ? alerts.Where(a => a.Id.CompareTo(last) < 0) : alerts;
            int count = page.Count;
            List<Alert> found = await alerts.OrderByDescending(a => a.Id).Take(count + 1).ToListAsync(cancellationToken);
            return new Page<AlertView>([.. found.Take(count).Select(AlertView.Of)], found.Count > count ? found[count - 1].Id : null);
        });

    private static async Task<AlertView> ShowAsync(Guid id, IssuerStore store, CancellationToken cancellationToken) =>
        AlertView.Of(await store.FindAsync<Alert>(id, cancellationToken));

    private static async Task<Ok<AlertView>> AcknowledgeAsync(
        Guid id, AcknowledgementBody body, Caller caller, AcknowledgeAlert acknowledge, CancellationToken cancellationToken) =>
        TypedResults.Ok(AlertView.Of(await acknowledge.RunAsync(
            caller.Actor, id, body.Note is { } note ? Given.Note(note) : null, cancellationToken)));
}
