namespace DigitalEmblem.Discovery;

/// <summary>
/// The tree head of one log, verified, and compared with the one seen before: a log only ever grows, and what it signed once stays in its
/// tree. A head of another tree is not believed.
/// </summary>
internal sealed class HeadReader(TransparencyLog log, LogCache cache, TimeProvider clock)
{
    // Long enough that the entries of one verdict share a head, short enough that a new entry is found.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Task<SignedTreeHead>? _reading;
    private SignedTreeHead? _known;
    private long _startedAt;

    /// <summary>
    /// The largest head known. A new one is asked for if the last one is not fresh. Several questions share one request, and none of them
    /// can cancel it for the others.
    /// </summary>
    /// <param name="ask">Asks the log for its head, and verifies the signature.</param>
    /// <param name="prove">Whether the second, larger tree is shown to contain the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<SignedTreeHead> ReadAsync(
        Func<Task<SignedTreeHead>> ask, Func<SignedTreeHead, SignedTreeHead, Task<bool>> prove, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_reading is null or { IsFaulted: true } || (_reading.IsCompleted && clock.GetElapsedTime(_startedAt) > Fresh))
            {
                _startedAt = clock.GetTimestamp();
                _reading = Task.Run(() => RenewAsync(ask, prove), CancellationToken.None);
            }

            return _reading.WaitAsync(cancellationToken);
        }
    }

    private async Task<SignedTreeHead> RenewAsync(Func<Task<SignedTreeHead>> ask, Func<SignedTreeHead, SignedTreeHead, Task<bool>> prove)
    {
        SignedTreeHead? known = _known ?? (cache.Head(log.Id) is { } remembered && log.Signed(remembered) ? remembered : null);
        SignedTreeHead now;
        try
        {
            now = await ask().ConfigureAwait(false);
        }
        catch (Exception e) when (known is not null && e is LogUnansweredException or TokenFormatException)
        {
            // Keep the older head: entries can still be proven under it.
            return known!;
        }

        SignedTreeHead largest = known is null ? now : await LargerAsync(known, now, prove).ConfigureAwait(false);
        cache.PutHead(log.Id, largest);
        return _known = largest;
    }

    private static async Task<SignedTreeHead> LargerAsync(
        SignedTreeHead known, SignedTreeHead now, Func<SignedTreeHead, SignedTreeHead, Task<bool>> prove)
    {
        // Two roots for one size, or a smaller tree that was signed later: the log's own signatures contradict each other. A smaller tree
        // that was signed earlier is no contradiction, because a front end that lags shows an older head.
        if (now.TreeSize == known.TreeSize
            ? now.RootHash != known.RootHash
            : now.TreeSize < known.TreeSize && now.Milliseconds > known.Milliseconds)
        {
            throw new LogUnansweredException(
                $"it contradicts itself: it signed a tree of {now.TreeSize} leaves on {now.Timestamp:yyyy-MM-dd HH:mm} UTC, and another of "
                    + $"{known.TreeSize} on {known.Timestamp:yyyy-MM-dd HH:mm} UTC that does not fit (the publisher of the log "
                    + "list should hear of it)");
        }

        if (now.TreeSize <= known.TreeSize)
        {
            return now.TreeSize == known.TreeSize ? now : known;
        }

        bool contains;
        try
        {
            contains = await prove(known, now).ConfigureAwait(false);
        }
        catch (Exception e) when (e is LogUnansweredException or TokenFormatException)
        {
            // Without a consistency proof the new head is not used, and the older one stays.
            return known;
        }

        return contains
            ? now
            : throw new LogUnansweredException(
                $"it did not show that its tree of {now.TreeSize} leaves contains the one of {known.TreeSize} that it signed before");
    }
}
