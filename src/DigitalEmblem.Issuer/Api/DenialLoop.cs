namespace DigitalEmblem.Issuer.Api;

/// <summary>Has denied calls written down every minute, and when the service stops.</summary>
internal sealed partial class DenialLoop(DenialBook book, TimeProvider clock, ILogger<DenialLoop> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await WriteAsync(stoppingToken);
        }
    }

    private async Task WriteAsync(CancellationToken cancellation)
    {
        try
        {
            await book.WriteAsync(cancellation);
        }
#pragma warning disable CA1031 // Whatever it is, what was counted is kept for the next minute.
        catch (Exception e)
#pragma warning restore CA1031
        {
            NotWritten(log, e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Denied calls could not be written to the journal; they are kept and tried again. Is the database there?")]
    private static partial void NotWritten(ILogger logger, Exception exception);
}
