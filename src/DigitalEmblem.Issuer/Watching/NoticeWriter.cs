using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>
/// Writes one notice for each channel about all alerts that were not reported yet, so that a thousand names that fail together are one
/// message.
/// </summary>
internal sealed class NoticeWriter(IssuerStore store, AlertsOptions options)
{
    /// <summary>The largest number of alerts that a message lists. It states only the number of further ones.</summary>
    public const int MostInOne = 100;

    private const int MostInOneStep = 5000;

    /// <summary>Writes notices about alerts that were not reported yet.</summary>
    /// <returns>Whether there were any.</returns>
    public Task<bool> WriteAsync(CancellationToken cancellationToken) =>
        store.ChangeAsync(Instance.Actor, change => AddAsync(change, cancellationToken), cancellationToken);

    /// <summary>Writes them as a part of the change that raised an alert, so that people are told even if this process dies next.</summary>
    public async Task<bool> AddAsync(Change change, CancellationToken cancellationToken)
    {
        // The query sees only what is in the database, and not what the change has raised itself.
        List<Alert> untold = await change.Database.Alerts.Where(
                a => (a.RaisedIn == null && a.AcknowledgedAt == null) || (a.ClearedAt != null && a.ClearedIn == null))
            .OrderBy(a => a.Id).Take(MostInOneStep).ToListAsync(cancellationToken);
        untold.AddRange(change.Database.Alerts.Local.Where(a => a is { RaisedIn: null, AcknowledgedAt: null } && !untold.Contains(a)));
        if (untold.Count == 0)
        {
            return false;
        }

        string organization = (await change.Database.Organizations.SingleOrDefaultAsync(cancellationToken))?.Identifier.ToString()
            ?? "no organization";
        var group = new Guid(RandomNumberGenerator.GetBytes(16));
        Alert[] raised = [.. untold.Where(a => a is { RaisedIn: null, AcknowledgedAt: null })];
        Alert[] cleared = [.. untold.Where(a => a.ClearedAt is not null)];
        foreach (Alert alert in untold)
        {
            alert.TellIn(group);
        }

        string title = $"Emblems of {organization}: {raised.Length} alerts raised, {cleared.Length} cleared";
        string text = Text(raised, cleared), json = Json(group, organization, raised, cleared, change.Now);
        foreach (NoticeChannel channel in Channels())
        {
            change.Database.Add(Notice.Create(channel, group, title, text, json, change.Now));
        }

        return true;
    }

    private IEnumerable<NoticeChannel> Channels() =>
        [
            NoticeChannel.Log,
            .. options.Webhook is null ? (NoticeChannel[])[] : [NoticeChannel.Webhook],
            .. options.Smtp is null ? (NoticeChannel[])[] : [NoticeChannel.Mail],
        ];

    private static string Text(Alert[] raised, Alert[] cleared)
    {
        var text = new StringBuilder();
        foreach (Alert alert in raised.Take(MostInOne))
        {
            text.Append(alert.Text.ToString()).Append("\n(").Append(alert.Kind).Append(", since ")
                .Append(alert.Since.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)).Append("Z)\n\n");
        }

        More(text, raised.Length);
        if (cleared.Length > 0)
        {
            text.Append("Over:\n");
            foreach (Alert alert in cleared.Take(MostInOne))
            {
                text.Append("- ").Append(alert.Kind).Append(", ").Append(alert.Subject).Append('\n');
            }

            More(text, cleared.Length);
        }

        return text.ToString();
    }

    private static void More(StringBuilder text, int count)
    {
        if (count > MostInOne)
        {
            text.Append("And ").Append(count - MostInOne).Append(" more: the API lists them all (GET /api/v1/alerts).\n\n");
        }
    }

    private static string Json(Guid group, string organization, Alert[] raised, Alert[] cleared, DateTimeOffset at) => new JsonObject
    {
        ["id"] = group.ToString(),
        ["at"] = at.ToUnixTimeSeconds(),
        ["organization"] = organization,
        ["raised"] = new JsonArray([.. raised.Take(MostInOne).Select(Json)]),
        ["raisedCount"] = raised.Length,
        ["cleared"] = new JsonArray([.. cleared.Take(MostInOne).Select(Json)]),
        ["clearedCount"] = cleared.Length,
    }.ToJsonString(JsonSerializerOptions.Default);

    private static JsonNode Json(Alert alert) => new JsonObject
    {
        ["kind"] = alert.Kind.ToString(),
        ["subject"] = alert.Subject,
        ["text"] = alert.Text.ToString(),
        ["daysLeft"] = alert.DaysLeft,
        ["since"] = alert.Since.ToUnixTimeSeconds(),
        ["clearedAt"] = alert.ClearedAt?.ToUnixTimeSeconds(),
    };
}
