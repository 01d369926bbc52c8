namespace DigitalEmblem.Issuer.Domain;

/// <summary>Whether the DNS says what the database says.</summary>
internal enum PublicationState
{
    /// <summary>Something is to be published, replaced or removed.</summary>
    Due = 0,

    /// <summary>It was read back from the name servers as it should be.</summary>
    Seen,
}

/// <summary>
/// The records that an asset's name should have in the DNS, and what was last seen there. Publishing is repeated until the records are
/// seen, so a process may die at any moment.
/// </summary>
internal sealed class Publication : Entity, ILeased
{
    private Publication()
    {
    }

    public Guid AssetId { get; private init; }

    public Guid TargetId { get; private set; }

    /// <summary>Whether an emblem should be there; if not, nothing of ours should.</summary>
    public bool Wanted { get; private set; }

    public PublicationState State { get; private set; }

    /// <summary>The earliest time of the next attempt.</summary>
    public DateTimeOffset NextAttempt { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Why the last attempt failed, for a person.</summary>
    public string? Fault { get; private set; }

    /// <summary>The digest of the set that was last seen in the DNS; null if none was.</summary>
    public byte[]? SeenDigest { get; private set; }

    /// <summary>The time to live that it was published with, in seconds; 0 if none was seen.</summary>
    public int SeenTtl { get; private set; }

    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>Since when this is wanted.</summary>
    public DateTimeOffset WantedAt { get; private set; }

    /// <summary>When what was there before has left all caches that keep to the rules; null if nothing was replaced or removed.</summary>
    public DateTimeOffset? CachesClearAt { get; private set; }

    /// <summary>The lease of the instance that publishes it.</summary>
    public Lease Lease { get; private set; }

    public static Publication Create(Asset asset, PublicationTarget target, DateTimeOffset at) =>
        new() { Id = NewId(at), AssetId = asset.Id, TargetId = target.Id, WantedAt = at, NextAttempt = at };

    /// <summary>Changes what should be there, and makes it due now.</summary>
    public void Want(bool emblem, Guid target, DateTimeOffset at) =>
        (Wanted, TargetId, State, WantedAt, NextAttempt, Attempts, Lease) = (emblem, target, PublicationState.Due, at, at, 0, Lease.None);

    /// <summary>Makes the next attempt now, if it is due: because the records are in, or the server is back.</summary>
    public void Hasten(DateTimeOffset at) => NextAttempt = State == PublicationState.Due && at < NextAttempt ? at : NextAttempt;

    /// <summary>Notes that the DNS is as it should be.</summary>
    /// <param name="digest">The digest of the set; null if nothing is there, as it should be.</param>
    /// <param name="ttl">The time to live that the set was published with, in seconds.</param>
    /// <param name="at">When it was seen.</param>
    public void See(byte[]? digest, int ttl, DateTimeOffset at)
    {
        // Caches keep an earlier set for its own TTL. They may also hold a publication that was never seen: assume its full TTL.
        if (digest is null || (SeenDigest is not null && !digest.AsSpan().SequenceEqual(SeenDigest)))
        {
            CachesClearAt = at + TimeSpan.FromSeconds(Math.Max(ttl, SeenTtl));
        }

        (State, SeenDigest, SeenTtl, SeenAt, Fault, Attempts) = (PublicationState.Seen, digest, digest is null ? 0 : ttl, at, null, 0);
        Lease = Lease.None;
    }

    /// <summary>
    /// Notes that the attempt failed. The pause before the next one doubles, up to five minutes, or one minute for a withdrawal, which is
    /// more urgent.
    /// </summary>
    public void Fail(string fault, DateTimeOffset at)
    {
        Attempts++;
        int pause = Math.Min(Wanted ? 300 : 60, 2 << Math.Min(Attempts, 10));
        (State, Fault, NextAttempt) = (PublicationState.Due, fault.Length > 1000 ? fault[..1000] : fault, at + TimeSpan.FromSeconds(pause));
        Lease = Lease.None;
    }

    /// <summary>Sets the version that taking it under a lease gave it.</summary>
    public Publication Claimed(Guid version)
    {
        Reversion(version);
        return this;
    }
}
