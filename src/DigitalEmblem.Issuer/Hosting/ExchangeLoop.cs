using DigitalEmblem.Issuer.Work;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>Sends requests to authorities, and takes their endorsements, by itself. Apart from the other work: an authority that does not answer holds up nothing.</summary>
internal sealed partial class ExchangeLoop(AuthorityExchange exchange, WorkSignal signal, TimeProvider clock, ILogger<ExchangeLoop> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Pause, clock);
        do
        {
            try
            {
                if (await exchange.AdvanceAsync(stoppingToken) > 0)
                {
                    signal.Wake();
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever it is, the next round may succeed.
            catch (Exception e)
#pragma warning restore CA1031
            {
                RoundFailed(log, e);
            }
        }
        while (await NextAsync(timer, stoppingToken));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellation)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of sending requests to authorities failed; the next one follows. If it goes on: is the database there?")]
    private static partial void RoundFailed(ILogger logger, Exception exception);
}
