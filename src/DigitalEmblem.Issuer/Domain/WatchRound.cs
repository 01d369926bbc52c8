namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// The rounds of looking at all names, of which one is under way at a time, whatever the number of instances. There is one of these.
/// </summary>
internal sealed class WatchRound : Entity, ILeased
{
    private static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(5);

    private WatchRound()
    {
    }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The lease of the instance that is at it.</summary>
    public Lease Lease { get; private set; }

    public static WatchRound Create(DateTimeOffset at) => new() { Id = NewId(at) };

    /// <summary>Starts a round, if one is due and no instance is at it.</summary>
    public bool TryStart(string instance, TimeSpan interval, DateTimeOffset at)
    {
        bool taken = Lease.HoldsAt(at, LeaseLength);
        // A start in the future comes from a clock that was set back, and does not delay the next round.
        bool early = FinishedAt is not null && StartedAt is { } started && started <= at && at < started + interval;
        if (taken || early)
        {
            return false;
        }

        (StartedAt, FinishedAt, Lease) = (at, null, Lease.For(instance, at, LeaseLength));
        return true;
    }

    /// <summary>Goes on with it.</summary>
    /// <returns>Whether it still is this instance's.</returns>
    public bool GoOn(string instance, DateTimeOffset at)
    {
        if (Lease.By != instance)
        {
            return false;
        }

        Lease = Lease.For(instance, at, LeaseLength);
        return true;
    }

    /// <summary>Ends it.</summary>
    public void Finish(string instance, DateTimeOffset at)
    {
        if (Lease.By == instance)
        {
            (FinishedAt, Lease) = (at, Lease.None);
        }
    }
}
