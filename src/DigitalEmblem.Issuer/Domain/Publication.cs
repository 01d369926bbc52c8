using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>Whether the DNS says what the database says.</summary>
internal enum PublicationState
{
    /// <summary>Something is to be published, replaced or removed.</summary>
    Due = 0,

    /// <summary>It was read back from the name servers as it should be.</summary>
    Seen,
}

/// <summary>Why an attempt at a publication failed.</summary>
internal enum PublicationFailure
{
    /// <summary>The last attempt did not fail.</summary>
    None = 0,

    /// <summary>For a reason that the next attempt may not meet.</summary>
    Other,

    /// <summary>The server gave no answer.</summary>
    Unanswered,

    /// <summary>The server answered, and does not make the change.</summary>
    Refused,
}

/// <summary>
/// The records that an asset's name should have at one target, and what was last seen there. Publishing is repeated until the records are
/// seen, so a process may die at any moment. Each target of a name has a publication of its own.
/// </summary>
internal sealed class Publication : Entity, ILeased
{
    /// <summary>
    /// When a name is looked at again after a change was seen there, counted from one look to the next. A recorded update can be sent again
    /// until 300 seconds after it was signed, because TSIG knows no replay (RFC 8945, 10.2); the last look is after that.
    /// </summary>
    public static readonly IReadOnlyList<TimeSpan> LookPauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(155),
    ];

    private const int LongestFault = 4000;

    private Publication()
    {
    }

    public Guid AssetId { get; private init; }

    /// <summary>The place of its target (<see cref="PublicationTarget.Place"/>).</summary>
    public Guid Place { get; private init; }

    /// <summary>Whether an emblem should be there; if not, nothing of ours should.</summary>
    public bool Wanted { get; private set; }

    public PublicationState State { get; private set; }

    /// <summary>The earliest time of the next attempt.</summary>
    public DateTimeOffset NextAttempt { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Why the last attempt failed, for a person.</summary>
    public Sentence? Fault { get; private set; }

    /// <summary>Why, for the service.</summary>
    public PublicationFailure Failure { get; private set; }

    /// <summary>
    /// The SHA-256 digests of records that another party put at the name, which keep the first publication from being made; null if there
    /// are none.
    /// </summary>
    public string? Foreign { get; private set; }

    /// <summary>The foreign records that an officer has decided to replace; null for none.</summary>
    public string? TakesOver { get; private set; }

    /// <summary>The digest of the set that was last seen in the DNS; null if none was.</summary>
    public byte[]? SeenDigest { get; private set; }

    /// <summary>The longest time to live of the records that were seen, in seconds; 0 if none was seen.</summary>
    public int SeenTtl { get; private set; }

    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>When the emblem that was seen expires; null if none was seen. A set that lapses is removed.</summary>
    public DateTimeOffset? SeenUntil { get; private set; }

    /// <summary>When the name is looked at again, because a change was made there shortly before; null for not.</summary>
    public DateTimeOffset? NextLook { get; private set; }

    /// <summary>How many of these looks were taken.</summary>
    public int Looks { get; private set; }

    /// <summary>Since when this is wanted.</summary>
    public DateTimeOffset WantedAt { get; private set; }

    /// <summary>When what was there before has left all caches that keep to the rules; null if nothing was replaced or removed.</summary>
    public DateTimeOffset? CachesClearAt { get; private set; }

    /// <summary>The lease of the instance that publishes it.</summary>
    public Lease Lease { get; private set; }

    public static Publication Create(Asset asset, PublicationTarget target, DateTimeOffset at) =>
        new() { Id = NewId(at), AssetId = asset.Id, Place = target.Place, WantedAt = at, NextAttempt = at };

    /// <summary>Changes what should be there, and makes it due now.</summary>
    public void Want(bool emblem, DateTimeOffset at)
    {
        (Wanted, State, WantedAt, NextAttempt, Attempts, Lease) = (emblem, PublicationState.Due, at, at, 0, Lease.None);
        (Failure, NextLook) = (PublicationFailure.None, null);
        if (!emblem)
        {
            // A removal leaves foreign records where they are.
            (Foreign, TakesOver) = (null, null);
        }
    }

    /// <summary>Makes it due again, because what was seen lapsed or is to be brought about anew.</summary>
    public void Again(DateTimeOffset at) => Want(Wanted, at);

    /// <summary>Makes the next attempt now, if it is due: because the records are in, or the server is back.</summary>
    public void Hasten(DateTimeOffset at) => NextAttempt = State == PublicationState.Due && at < NextAttempt ? at : NextAttempt;

    /// <summary>An officer decides that the foreign records at the name are replaced by ours.</summary>
    /// <exception cref="RefusedException">There are none.</exception>
    public void TakeOver(DateTimeOffset at)
    {
        TakesOver = Foreign ?? throw new RefusedException(
            Refusal.WrongState, $"No records of another party were found at this name, so there is nothing to take over.");
        Hasten(at);
    }

    /// <summary>Notes that the DNS is as it should be.</summary>
    /// <param name="digest">The digest of the set; null if nothing is there, as it should be.</param>
    /// <param name="ttl">The longest time to live that was seen or published, in seconds.</param>
    /// <param name="until">When the emblem expires; null if none is there.</param>
    /// <param name="looks">Whether it is looked at again: at servers that take updates, which can be recorded and sent again.</param>
    /// <param name="at">When it was seen.</param>
    public void See(byte[]? digest, int ttl, DateTimeOffset? until, bool looks, DateTimeOffset at)
    {
        // Caches keep an earlier set for its own TTL, also if it is the same set with a longer one. They may also hold a publication that
        // was never seen: assume its full TTL.
        bool isOther = digest is null || (SeenDigest is not null && !digest.AsSpan().SequenceEqual(SeenDigest));
        DateTimeOffset clear = at + TimeSpan.FromSeconds(Math.Max(ttl, SeenTtl));
        if ((isOther || ttl < SeenTtl) && !(CachesClearAt > clear))
        {
            CachesClearAt = clear;
        }

        (State, SeenDigest, SeenTtl, SeenAt, Fault, Attempts) = (PublicationState.Seen, digest, digest is null ? 0 : ttl, at, null, 0);
        (Failure, Foreign, TakesOver) = (PublicationFailure.None, null, null);
        (SeenUntil, NextLook, Looks) = (digest is null ? null : until, looks ? at + LookPauses[0] : null, 0);
        Lease = Lease.None;
    }

    /// <summary>
    /// Notes that the attempt failed. The pause before the next one doubles from four seconds, up to five minutes, or up to an hour for a
    /// removal, which nothing else holds up.
    /// </summary>
    /// <param name="fault">Why, for a person.</param>
    /// <param name="failure">Why, for the service.</param>
    /// <param name="foreign">The digests of foreign records at the name; null if none hinder it.</param>
    /// <param name="at">When.</param>
    public void Fail(Sentence fault, PublicationFailure failure, string? foreign, DateTimeOffset at)
    {
        Attempts++;
        int pause = Math.Min(Wanted ? 300 : 3600, 2 << Math.Min(Attempts, 12));
        (State, Fault, NextAttempt) =
            (PublicationState.Due, StoredSentence.Bounded(fault, LongestFault), at + TimeSpan.FromSeconds(pause));
        (Failure, Foreign) = (failure, foreign);
        Lease = Lease.None;
    }

    /// <summary>Sets the version that taking it under a lease gave it.</summary>
    public Publication Claimed(Guid version)
    {
        Reversion(version);
        return this;
    }
}
