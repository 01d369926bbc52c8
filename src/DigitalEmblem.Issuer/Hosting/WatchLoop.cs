using DigitalEmblem.Issuer.Watching;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>What looks after the rest by itself: rounds of looking, and telling of alerts. Each goes on when the other is slow or fails.</summary>
internal sealed partial class WatchLoop(Watch watch, NoticeDelivery delivery, TimeProvider clock, ILogger<WatchLoop> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        RepeatAsync(() => LookAsync(stoppingToken), stoppingToken),
        RepeatAsync(() => DeliverAsync(stoppingToken), stoppingToken));

    private async Task LookAsync(CancellationToken cancellation)
    {
        if (await watch.RoundAsync(cancellation) is not null)
        {
            Meters.LastRound.Record(clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0, Meters.OfWatching);
        }
    }

    private async Task DeliverAsync(CancellationToken cancellation)
    {
        while (await delivery.DeliverOneAsync(cancellation))
        {
        }
    }

    private Task RepeatAsync(Func<Task> round, CancellationToken cancellation) => Rounds.RepeatAsync(round, Failed, Pause, clock, cancellation);

    private void Failed(Exception exception)
    {
        RoundFailed(log, exception);
        Meters.RoundsFailed.Add(1, Meters.OfWatching);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of watching, or of telling of alerts, failed; the next one follows. If it goes on: is the database there?")]
    private static partial void RoundFailed(ILogger logger, Exception exception);
}
