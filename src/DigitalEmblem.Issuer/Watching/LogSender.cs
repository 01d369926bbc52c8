using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>Alerts as structured events of the log, one each.</summary>
internal sealed partial class LogSender(IssuerStore store, ILogger<LogSender> log) : INoticeSender
{
    /// <inheritdoc/>
    public NoticeChannel Channel => NoticeChannel.Log;

    /// <inheritdoc/>
    public async Task<Sentence?> SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        List<Alert> alerts = await store.ReadAsync(d => d.Alerts.Where(a => a.RaisedIn == notice.GroupId || a.ClearedIn == notice.GroupId)
            .OrderBy(a => a.Id).ToListAsync(cancellationToken));
        foreach (Alert alert in alerts.Where(a => a.RaisedIn == notice.GroupId).Take(NoticeWriter.MostInOne))
        {
            Raised(log, alert.Kind, alert.Subject, alert.Text.ToString());
        }

        foreach (Alert alert in alerts.Where(a => a.ClearedIn == notice.GroupId).Take(NoticeWriter.MostInOne))
        {
            Cleared(log, alert.Kind, alert.Subject);
        }

        if (alerts.Count > NoticeWriter.MostInOne)
        {
            Many(log, notice.Title);
        }

        return null;
    }

    [LoggerMessage(EventId = 7001, EventName = "AlertRaised", Level = LogLevel.Warning, Message = "Alert {Kind} of {Subject}: {Text}")]
    private static partial void Raised(ILogger logger, AlertKind kind, string subject, string text);

    [LoggerMessage(
        EventId = 7002,
        EventName = "AlertCleared",
        Level = LogLevel.Information,
        Message = "Alert {Kind} of {Subject} is over.")]
    private static partial void Cleared(ILogger logger, AlertKind kind, string subject);

    [LoggerMessage(
        EventId = 7003,
        EventName = "AlertsMany",
        Level = LogLevel.Warning,
        Message = "{Title}: not all stand in the log; GET /api/v1/alerts lists them.")]
    private static partial void Many(ILogger logger, string title);
}
