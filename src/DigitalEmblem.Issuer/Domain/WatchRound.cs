namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// The rounds that look at all names. Only one round runs at a time, for any number of instances. The database has one row of this.
/// </summary>
internal sealed class WatchRound : Entity, ILeased
{
    private static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(5);

    private WatchRound()
    {
    }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The lease of the instance that runs the round.</summary>
    public Lease Lease { get; private set; }

    public static WatchRound Create(DateTimeOffset at) => new() { Id = NewId(at) };

    /// <summary>Starts a round, if one is due and no instance runs one.</summary>
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

    /// <summary>Renews the lease.</summary>
    /// <returns>Whether this instance still had the lease.</returns>
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
