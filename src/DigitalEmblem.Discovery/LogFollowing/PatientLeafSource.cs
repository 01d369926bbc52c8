namespace DigitalEmblem.Discovery;

/// <summary>Makes a request again that failed, after a wait: as long as the log asks for, or twice as long each time.</summary>
internal sealed class PatientLeafSource(ILeafSource inner, FollowingLimits limits, TimeProvider clock) : ILeafSource
{
    public Task<SignedTreeHead> HeadAsync(CancellationToken cancellationToken) =>
        PatientlyAsync(() => inner.HeadAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<FollowedLeaf>> LeavesAsync(
        ulong start, ulong end, SignedTreeHead head, CancellationToken cancellationToken) =>
        PatientlyAsync(() => inner.LeavesAsync(start, end, head, cancellationToken), cancellationToken);

    public Task<MerkleFrontier?> FrontierAsync(ulong size, SignedTreeHead head, CancellationToken cancellationToken) =>
        PatientlyAsync(() => inner.FrontierAsync(size, head, cancellationToken), cancellationToken);

    private async Task<T> PatientlyAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan wait;
            try
            {
                return await ask().ConfigureAwait(false);
            }
            catch (LogUnansweredException e) when (attempt < limits.Attempts && !(e.RetryAfter > limits.LongestWait))
            {
                TimeSpan own = LogFollower.Doubled(limits.ShortestWait, attempt - 1, limits.LongestWait);
                wait = e.RetryAfter > own ? e.RetryAfter.Value : own;
            }
            catch (TokenFormatException) when (attempt < limits.Attempts)
            {
                // An answer that was cut short on the way may come whole the next time.
                wait = LogFollower.Doubled(limits.ShortestWait, attempt - 1, limits.LongestWait);
            }

            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
