using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>The lanes of one kind, of which each is at work once: those to publish in, or those to remove in.</summary>
internal sealed class Lanes(bool wanted, DuePublications due, PublishLane lane, TargetPauses pauses, TimeProvider clock)
{
    // A lane that takes longer waits for a server, and is not waited for.
    private static readonly TimeSpan Brisk = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Lane, (Task<(int Taken, int Refused)> Work, long Start)> _running = [];

    /// <summary>Works one batch in each lane that has something due and is not at work. One caller at a time.</summary>
    /// <param name="targets">All targets.</param>
    /// <param name="patience">How long to wait for the lanes. Those that are not done then go on.</param>
    /// <param name="cancellationToken">Ends it, and the lanes at work.</param>
    /// <returns>
    /// How many names were taken, and one more for each lane that is briskly at work; and how many removals the servers refused now for the
    /// first time.
    /// </returns>
    public async Task<(int Taken, int Refused)> RunAsync(
        IEnumerable<PublicationTarget> targets, TimeSpan patience, CancellationToken cancellationToken)
    {
        // Removals are never paused: each is tried when its own pause ends.
        bool IsFree(Lane one) => !_running.ContainsKey(one) && !(wanted && pauses.IsPaused(one.Place));
        // At a target that is given up there may be emblems for a while whose removal is not due yet.
        Lane[] free = [.. targets.Where(t => !t.IsEnding && !(wanted && t.IsLeaving)).Select(t => new Lane(t.Place, wanted))
            .Where(IsFree)];
        foreach (Lane one in await due.LanesAsync(free, clock.GetUtcNow(), cancellationToken))
        {
            _running.Add(one, (Task.Run(() => lane.RunAsync(one, cancellationToken), CancellationToken.None), clock.GetTimestamp()));
        }

        using (var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken))
        {
            await Task.WhenAny(AllAsync(), Task.Delay(patience, clock, waiting.Token));
            await waiting.CancelAsync();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await GatherAsync();
    }

    /// <summary>Does something, and when it is ended, waits for the lanes at work, which end too.</summary>
    public async Task<int> UntilEndedAsync(Func<Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Each lane ends by itself, and records what it has seen.
            await AllAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private Task AllAsync() => Task.WhenAll(_running.Values.Select(r => (Task)r.Work));

    /// <summary>Collects the lanes that are done.</summary>
    private async Task<(int Taken, int Refused)> GatherAsync()
    {
        int taken = 0, refused = 0;
        Task? failed = null;
        foreach ((Lane one, (Task<(int Taken, int Refused)> work, long start)) in _running.ToArray())
        {
            if (!work.IsCompleted)
            {
                taken += clock.GetElapsedTime(start) < Brisk ? 1 : 0;
                continue;
            }

            _running.Remove(one);
            if (!work.IsCompletedSuccessfully)
            {
                failed ??= work;
                continue;
            }

            (int took, int refusals) = await work;
            (taken, refused) = (taken + took, refused + refusals);
        }

        // The fault of one lane is told; the others will show theirs again.
        await (failed ?? Task.CompletedTask);
        return (taken, refused);
    }
}
