namespace DigitalEmblem.Cli.Postgres;

/// <summary>
/// Ends a question that a server does not end. The driver's own limits are for each read, so that a server which sends a byte now and then,
/// or rows without end, would be heard for ever; and the driver reads an answer to its end before it lets go of it.
/// </summary>
internal static class Patience
{
    /// <summary>Asks, and stops waiting after a time. What goes on by then is told to end, and left to the end of the process.</summary>
    /// <param name="ask">The question, with all that is read of the answer.</param>
    /// <param name="most">How long it may take in all.</param>
    /// <param name="setting">The word of a connection string that sets this time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PatienceException">It took longer.</exception>
    public static async Task<T> AskAsync<T>(
        Func<CancellationToken, Task<T>> ask, TimeSpan most, string setting, CancellationToken cancellationToken)
    {
        var end = new CancellationTokenSource();
        Task<T> asked = Task.Run(() => ask(end.Token), CancellationToken.None);
        _ = asked.ContinueWith(_ => end.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            return await asked.WaitAsync(most, cancellationToken);
        }
        catch (ArgumentException e)
        {
            // The driver throws it for what a server sent. To the command it would be a mistake of the caller.
            throw new IOException("The driver cannot read the answer.", e);
        }
        catch (TimeoutException) when (!asked.IsCompleted)
        {
            End(end);
            throw new PatienceException(most, setting);
        }
        catch (OperationCanceledException) when (!asked.IsCompleted)
        {
            End(end);
            throw;
        }
    }

    // The driver tells the server to cancel while it is told itself, over another connection, which can wait too.
    private static void End(CancellationTokenSource end) => _ = Task.Run(() =>
    {
        try
        {
            end.Cancel();
        }
        catch (Exception e) when (e is ObjectDisposedException or AggregateException)
        {
            // It ended at this moment, or on its own way.
        }
    });
}
