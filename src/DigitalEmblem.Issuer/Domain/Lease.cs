namespace DigitalEmblem.Issuer.Domain;

/// <summary>An entity with a lease.</summary>
internal interface ILeased
{
    /// <summary>The lease; <see cref="Domain.Lease.None"/> while no instance works on it.</summary>
    Lease Lease { get; }
}

/// <summary>
/// Which instance works on something, and until when. Until then the other instances leave it alone. A process that dies cannot return a
/// lease, so each lease has an end. Its two columns are in the table of the leased entity.
/// </summary>
/// <param name="By">The instance; null if none.</param>
/// <param name="Until">When another instance may take it over; null if no instance has it.</param>
internal readonly record struct Lease(string? By, DateTimeOffset? Until)
{
    /// <summary>
    /// The longest lease: the settings allow an hour, and the clocks of instances differ by five minutes at most. A longer lease comes from
    /// a wrong clock, and does not count.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(65);

    /// <summary>No instance works on it.</summary>
    public static Lease None => default;

    /// <summary>A lease for an instance from now on.</summary>
    public static Lease For(string instance, DateTimeOffset at, TimeSpan length) => new(instance, at + length);

    /// <summary>Whether the lease is in force, so that other instances leave the entity alone.</summary>
    /// <param name="at">Now.</param>
    /// <param name="longest">The longest that a lease of this kind can be.</param>
    public bool HoldsAt(DateTimeOffset at, TimeSpan longest) => Until is { } until && at < until && until - at <= longest;
}

/// <summary>Queries about leases.</summary>
internal static class Leases
{
    /// <summary>Entities that may be taken now: the rule of <see cref="Lease.HoldsAt"/> as a query.</summary>
    public static IQueryable<T> WhereFree<T>(this IQueryable<T> all, DateTimeOffset at)
        where T : class, ILeased
    {
        DateTimeOffset beyond = at + Lease.Longest;
        return all.Where(l => l.Lease.Until == null || l.Lease.Until <= at || l.Lease.Until > beyond);
    }
}
