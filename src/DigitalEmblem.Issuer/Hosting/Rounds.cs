namespace DigitalEmblem.Issuer.Hosting;

/// <summary>What goes on by itself, whatever comes of one round.</summary>
internal static class Rounds
{
    /// <summary>Does something over and over until it is told to stop. A round that fails is told of, and the next one comes.</summary>
    /// <param name="round">One round.</param>
    /// <param name="failed">Told of a round that failed.</param>
    /// <param name="pause">How long from the end of one to the start of the next.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Tells it to stop; that is no failure.</param>
    public static async Task RepeatAsync(Func<Task> round, Action<Exception> failed, TimeSpan pause, TimeProvider clock, CancellationToken cancellation)
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
#pragma warning disable CA1031 // Whatever it is, the next round may succeed, and one that never comes would go unnoticed.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failed(e);
            }

            try
            {
                await Task.Delay(pause, clock, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
