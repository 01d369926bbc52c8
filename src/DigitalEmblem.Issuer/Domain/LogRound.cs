namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// The rounds that follow the logs of Certificate Transparency. Only one round runs at a time, for any number of instances. The database
/// has one row of this.
/// </summary>
internal sealed class LogRound : Entity, ILeased
{
    // Longer than the longest step, after which the lease is renewed.
    private static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(30);

    private LogRound()
    {
    }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The lease of the instance that runs the round.</summary>
    public Lease Lease { get; private set; }

    public static LogRound Create(DateTimeOffset at) => new() { Id = NewId(at) };

    /// <summary>Starts a round, if one is due and no instance runs one.</summary>
    public bool TryStart(string instance, TimeSpan interval, DateTimeOffset at)
    {
        // A start in the future comes from a clock that was set back, and does not delay the next round.
        bool early = FinishedAt is not null && StartedAt is { } started && started <= at && at < started + interval;
        if (early || Lease.HoldsAt(at, LeaseLength))
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

    /// <summary>Ends it: at its end, or so that another instance goes on.</summary>
    public void Leave(string instance, bool isFinished, DateTimeOffset at)
    {
        if (Lease.By == instance)
        {
            (FinishedAt, Lease) = (isFinished ? at : null, Lease.None);
        }
    }
}
