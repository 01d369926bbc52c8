namespace DigitalEmblem;

/// <summary>The range of expiries of the certificates that a log takes, <c>temporal_interval</c> of a log list.</summary>
/// <param name="From">The earliest expiry.</param>
/// <param name="Until">The instant before which they expire.</param>
internal sealed record ExpiryRange(DateTimeOffset From, DateTimeOffset Until)
{
    public bool Contains(DateTimeOffset notAfter) => notAfter >= From && notAfter < Until;

    /// <summary>Both ends, for messages.</summary>
    public override string ToString() => FormattableString.Invariant($"{From:yyyy-MM-dd} to {Until:yyyy-MM-dd}");
}
