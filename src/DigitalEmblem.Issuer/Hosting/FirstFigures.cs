namespace DigitalEmblem.Issuer.Hosting;

/// <summary>Records each figure once at the start, when those who listen are there.</summary>
internal sealed class FirstFigures(TimeProvider clock) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Meters.Begin(clock.GetUtcNow());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
