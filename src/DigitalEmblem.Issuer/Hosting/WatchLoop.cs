using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work;

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

    private async Task RepeatAsync(Func<Task> round, CancellationToken cancellation)
    {
        // Let go of the thread that starts the service.
        await Task.Yield();
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await round();
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, the next look may succeed, and one that never comes would go unnoticed.
            catch (Exception e)
#pragma warning restore CA1031
            {
                RoundFailed(log, e);
                Meters.RoundsFailed.Add(1, Meters.OfWatching);
            }

            try
            {
                await Task.Delay(Pause, clock, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of watching, or of telling of alerts, failed; the next one follows. If it goes on: is the database there?")]
    private static partial void RoundFailed(ILogger logger, Exception exception);
}
