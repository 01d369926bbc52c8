using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Runs one kind of round again and again until the service stops. A round that fails is logged and counted, and the loop continues,
/// because the end of a loop would go unnoticed.
/// </summary>
internal sealed partial class RoundLoop(Round round, TimeProvider clock, ILogger<RoundLoop> log) : BackgroundService
{
    private readonly KeyValuePair<string, object?> _figure = Meters.OfLoop(round.Name);

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Meters.Begin(_figure, clock.GetUtcNow());
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (round.IsGathering)
        {
            await RunOnceAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Return to the host at once, which starts the services one after another.
        await Task.Yield();
        if (round.IsGathering)
        {
            await PauseAsync(round.Pause, stoppingToken);
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            await PauseAsync(await RunOnceAsync(stoppingToken), stoppingToken);
        }
    }

    /// <summary>Runs one round.</summary>
    /// <returns>How long to pause after it.</returns>
    private async Task<TimeSpan> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await round.Run(cancellationToken))
            {
                Note(clock.GetUtcNow());
            }

            return round.Pause;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return round.Pause;
        }
#pragma warning disable CA1031 // Any fault may be gone at the next round. Readiness reports a fault that stays.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failed(log, e, round.Failure);
            round.Health?.Failed(Sentence.Of(e));
            Meters.RoundsFailed.Add(1, _figure);
            return round.PauseAfterFault ?? round.Pause;
        }
    }

    private void Note(DateTimeOffset now)
    {
        round.Health?.Succeeded(now);
        Meters.LastRound.Record(Meters.SecondsOf(now), _figure);
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (round.WokenBy is { } signal)
        {
            await signal.WaitAsync(pause, clock, cancellationToken);
            return;
        }

        try
        {
            await Task.Delay(pause, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Failure}")]
    private static partial void Failed(ILogger logger, Exception exception, string failure);
}
