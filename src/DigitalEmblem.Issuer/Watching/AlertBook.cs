using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>
/// Keeps alerts. A finding raises one alert; the alert is cleared when a later look that could find it again does not.
/// </summary>
internal sealed class AlertBook(IssuerStore store)
{
    /// <summary>Notes the findings of a look, and makes publications due again.</summary>
    /// <param name="findings">What was found.</param>
    /// <param name="kinds">The kinds that were looked for.</param>
    /// <param name="subjects">The subjects that were looked at with a complete result; null for all.</param>
    /// <param name="toPublishAgain">Publications, as they were read, whose records have changed on the server.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task NoteAsync(
        IReadOnlyCollection<AlertFinding> findings,
        IReadOnlyList<AlertKind> kinds,
        IReadOnlyCollection<string>? subjects,
        IReadOnlyCollection<Publication> toPublishAgain,
        CancellationToken cancellationToken)
    {
        (List<AlertKind> raised, List<AlertKind> cleared) = await WriteAsync(findings, kinds, subjects, toPublishAgain, cancellationToken);
        raised.ForEach(k => Meters.AlertsRaised.Add(1, Meters.Of(k)));
        cleared.ForEach(k => Meters.AlertsCleared.Add(1, Meters.Of(k)));
    }

    /// <summary>Raises an alert at once, as a part of the change that causes it. A later look finds it again, or clears it.</summary>
    public static async Task RaiseAsync(Change change, AlertFinding finding, CancellationToken cancellationToken)
    {
        if (await change.Database.Alerts.FirstOrDefaultAsync(
            a => a.ClearedAt == null && a.Kind == finding.Kind && a.Subject == finding.Subject, cancellationToken) is { } open)
        {
            open.SeeAgain(finding.Text, finding.DaysLeft, change.Now);
            return;
        }

        change.Database.Add(Alert.Raise(finding.Kind, finding.Subject, finding.Text, finding.DaysLeft, change.Now));
        Journal(change, "alerts.raised", [Line(change, finding.Kind, finding.Subject)]);
        await AlertedNames.CountAsync(change, [(finding.Kind, finding.Subject)], [], cancellationToken);
    }

    /// <summary>
    /// Raises an alert that informs of an event, as a part of the change. If one of the same subject is open, the event is added to it, and
    /// it is told once more.
    /// </summary>
    public static async Task TellAsync(Change change, AlertFinding finding, CancellationToken cancellationToken)
    {
        // Several events may be in one change.
        Alert? open = change.Database.Alerts.Local.FirstOrDefault(
                a => a.ClearedAt is null && a.Kind == finding.Kind && a.Subject == finding.Subject)
            ?? await change.Database.Alerts.FirstOrDefaultAsync(
                a => a.ClearedAt == null && a.Kind == finding.Kind && a.Subject == finding.Subject, cancellationToken);
        if (open is not null)
        {
            open.Add(finding.Text, change.Now);
            return;
        }

        change.Database.Add(Alert.Raise(finding.Kind, finding.Subject, finding.Text, null, change.Now));
        Journal(change, "alerts.raised", [Line(change, finding.Kind, finding.Subject)]);
        await AlertedNames.CountAsync(change, [(finding.Kind, finding.Subject)], [], cancellationToken);
    }

    /// <summary>
    /// Clears an alert at once, as a part of the change that ends its cause: if the cause comes back before the next look, it is told anew.
    /// </summary>
    public static async Task ClearAsync(Change change, AlertKind kind, string subject, CancellationToken cancellationToken)
    {
        if (await change.Database.Alerts.FirstOrDefaultAsync(
            a => a.ClearedAt == null && a.Kind == kind && a.Subject == subject, cancellationToken) is { } open)
        {
            open.Clear(change.Now);
            Journal(change, "alerts.cleared", [Line(change, kind, subject)]);
            await AlertedNames.CountAsync(change, [], [(kind, subject)], cancellationToken);
        }
    }

    private Task<(List<AlertKind> Raised, List<AlertKind> Cleared)> WriteAsync(IReadOnlyCollection<AlertFinding> findings,
        IReadOnlyList<AlertKind> kinds, IReadOnlyCollection<string>? subjects, IReadOnlyCollection<Publication> toPublishAgain,
        CancellationToken cancellationToken) => store.ChangeAsync<(List<AlertKind>, List<AlertKind>)>(
            Instance.Actor,
            async change =>
            {
                List<(AlertKind Kind, string Subject)> allRaised = [], allCleared = [];
                List<AlertKind> looked = [.. kinds];
                List<string> known = [.. (subjects ?? []).Concat(findings.Select(f => f.Subject)).Distinct()];
                IQueryable<Alert> query = change.Database.Alerts.Where(a => a.ClearedAt == null && looked.Contains(a.Kind));
                Dictionary<(AlertKind, string), Alert> open = await (subjects is null ? query : query.Where(a => known.Contains(a.Subject)))
                    .ToDictionaryAsync(a => (a.Kind, a.Subject), cancellationToken);
                var raised = new JsonArray();
                var cleared = new JsonArray();
                foreach (AlertFinding finding in findings)
                {
                    if (open.Remove((finding.Kind, finding.Subject), out Alert? alert))
                    {
                        alert.SeeAgain(finding.Text, finding.DaysLeft, change.Now);
                        continue;
                    }

                    change.Database.Add(Alert.Raise(finding.Kind, finding.Subject, finding.Text, finding.DaysLeft, change.Now));
                    raised.Add(Line(change, finding.Kind, finding.Subject));
                    allRaised.Add((finding.Kind, finding.Subject));
                }

                foreach (Alert alert in open.Values.Where(a => subjects?.Contains(a.Subject) ?? true))
                {
                    alert.Clear(change.Now);
                    cleared.Add(Line(change, alert.Kind, alert.Subject));
                    allCleared.Add((alert.Kind, alert.Subject));
                }

                Journal(change, "alerts.raised", raised);
                Journal(change, "alerts.cleared", cleared);
                await AlertedNames.CountAsync(change, allRaised, allCleared, cancellationToken);
                await PublishAgainAsync(change, toPublishAgain, cancellationToken);
                return ([.. allRaised.Select(a => a.Kind)], [.. allCleared.Select(a => a.Kind)]);
            },
            cancellationToken);

    private static async Task PublishAgainAsync(Change change, IReadOnlyCollection<Publication> seen, CancellationToken cancellationToken)
    {
        List<Guid> ids = [.. seen.Select(p => p.Id)];
        Dictionary<Guid, Guid> versions = seen.ToDictionary(p => p.Id, p => p.Version);
        if (ids.Count == 0)
        {
            return;
        }

        var again = new JsonArray();
        foreach (Publication publication in await change.Database.Publications.Where(p => ids.Contains(p.Id))
            .ToListAsync(cancellationToken))
        {
            // Skip publications that were changed after the look.
            if (publication.Version == versions[publication.Id] && publication.State == PublicationState.Seen)
            {
                publication.Again(change.Now);
                again.Add(publication.AssetId.ToString());
            }
        }

        if (again.Count > 0)
        {
            change.Journal("publications.again", $"{again.Count} assets", new JsonObject { ["assets"] = again });
        }
    }

    private static JsonObject Line(Change change, AlertKind kind, string subject) => new()
    {
        ["kind"] = kind.ToString(),
        ["subject"] = kind == AlertKind.AccessChanged ? change.Who(subject) : subject,
    };

    private static void Journal(Change change, string action, JsonArray lines)
    {
        if (lines.Count > 0)
        {
            change.Journal(action, $"{lines.Count} alerts", new JsonObject { ["alerts"] = lines });
        }
    }
}
