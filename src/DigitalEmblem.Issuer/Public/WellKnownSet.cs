namespace DigitalEmblem.Issuer.Public;

/// <summary>A set for an answer of the public address.</summary>
/// <param name="Bundle">The tokens and keys.</param>
/// <param name="MediaType">The media type of these.</param>
/// <param name="Expires">When its emblem does.</param>
/// <param name="Ttl">The time to live of the same set in the DNS. HTTP caches must not keep the answer longer.</param>
internal sealed record WellKnownSet(byte[] Bundle, string MediaType, DateTimeOffset Expires, TimeSpan Ttl)
{
    /// <summary>How long a cache may keep an answer that is given now, in whole seconds.</summary>
    public long MaxAge(DateTimeOffset now)
    {
        // Subtracts the time that the answer may have been kept here, so that HTTP caches forget a withdrawn emblem no later than DNS
        // caches.
        TimeSpan longest = Ttl - WellKnownSets.Kept;
        TimeSpan left = Expires - now;
        return Math.Max(0, (long)Math.Floor((left < longest ? left : longest).TotalSeconds));
    }
}
