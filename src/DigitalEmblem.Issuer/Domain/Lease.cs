namespace DigitalEmblem.Issuer.Domain;

/// <summary>Has a lease.</summary>
internal interface ILeased
{
    /// <summary>The lease; <see cref="Domain.Lease.None"/> while no instance works on it.</summary>
    Lease Lease { get; }
}

/// <summary>
/// Which instance works on something, and until when: the other instances leave it alone so long. A process that dies gives nothing back,
/// so each lease has an end. Its two columns stand in the table of what is leased.
/// </summary>
/// <param name="By">The instance; null if none.</param>
/// <param name="Until">When another may take it over; null if none has it.</param>
internal readonly record struct Lease(string? By, DateTimeOffset? Until)
{
    /// <summary>
    /// No lease is longer: the settings allow an hour, and the clocks of instances differ by five minutes at most. One that says more was
    /// written by a clock that went wrong, and does not count.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(65);

    /// <summary>No instance works on it.</summary>
    public static Lease None => default;

    /// <summary>A lease for an instance from now on.</summary>
    public static Lease For(string instance, DateTimeOffset at, TimeSpan length) => new(instance, at + length);

    /// <summary>Whether others leave it alone now.</summary>
    /// <param name="at">Now.</param>
    /// <param name="longest">The longest that a lease of this kind can be.</param>
    public bool HoldsAt(DateTimeOffset at, TimeSpan longest) => Until is { } until && at < until && until - at <= longest;
}

/// <summary>Asks the database about leases.</summary>
internal static class Leases
{
    /// <summary>Those that may be taken now: what <see cref="Lease.HoldsAt"/> says, as a query.</summary>
    public static IQueryable<T> WhereFree<T>(this IQueryable<T> all, DateTimeOffset at)
        where T : class, ILeased
    {
        DateTimeOffset beyond = at + Lease.Longest;
        return all.Where(l => l.Lease.Until == null || l.Lease.Until <= at || l.Lease.Until > beyond);
    }
}
