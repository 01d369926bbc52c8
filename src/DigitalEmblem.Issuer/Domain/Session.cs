namespace DigitalEmblem.Issuer.Domain;

/// <summary>A person who is signed in to the pages. Only the hash of its token is kept, and it is looked up at each request.</summary>
internal sealed class Session : Entity
{
    /// <summary>It ends after so long without a request.</summary>
    public static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(30);

    /// <summary>It ends after so long in all.</summary>
    public static readonly TimeSpan LongestInAll = TimeSpan.FromHours(12);

    /// <summary>How often its last request is written down at most. It may end so much before <see cref="LongestIdle"/>.</summary>
    public static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    private Session()
    {
    }

    /// <summary>Whose it is.</summary>
    public Guid PersonId { get; private init; }

    /// <summary>Whose it is.</summary>
    public Person Person { get; private init; } = null!;

    /// <summary>The way by which the person signed in; null for the identity provider.</summary>
    public Guid? CredentialId { get; private init; }

    /// <summary>The roles that the identity provider gave; null for those of the person here.</summary>
    public AccessRoles? ProviderRoles { get; private set; }

    /// <summary>The subject by which the identity provider named the person; null if another way was used.</summary>
    public Guid? SubjectId { get; private init; }

    /// <summary>SHA-256 of its token.</summary>
    public byte[] Hash { get; private set; } = [];

    /// <summary>When the person signed in.</summary>
    public DateTimeOffset SignedInAt { get; private init; }

    /// <summary>
    /// When the person last showed who they are: at sign-in, at a step-up, or before both to the identity provider. A long time ago if the
    /// provider did not say when.
    /// </summary>
    public DateTimeOffset StepUpAt { get; private set; }

    /// <summary>About when the last request came (<see cref="SeenEvery"/>).</summary>
    public DateTimeOffset LastSeenAt { get; private set; }

    /// <summary>When it was ended; null if it was not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When it ends at the latest.</summary>
    public DateTimeOffset EndsAt => SignedInAt + LongestInAll;

    /// <summary>What it opens.</summary>
    public AccessRoles Roles => ProviderRoles ?? Person.Roles;

    /// <summary>Who acts in it.</summary>
    public Actor Actor => new(Person.Handle, $"{Actor.BySession}{Id}");

    /// <summary>Begins one by a way to sign in.</summary>
    public static Session Begin(Credential credential, byte[] hash, DateTimeOffset at) =>
        Begin(credential.Person, credential.Id, null, null, hash, at, at);

    /// <summary>Begins one by the identity provider.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="roles">The roles that the provider gives; none for those of the person here.</param>
    /// <param name="shownAt">When the person showed the provider who they are; null if it does not say.</param>
    /// <param name="hash">SHA-256 of the session's token.</param>
    /// <param name="at">The present.</param>
    public static Session Begin(PersonSubject subject, AccessRoles roles, DateTimeOffset? shownAt, byte[] hash, DateTimeOffset at) =>
        Begin(subject.Person, null, subject.Id, Given(roles), hash, at, Earlier(shownAt ?? at - LongestInAll, at));

    /// <summary>Whether it opens the pages at an instant.</summary>
    public bool IsOpenAt(DateTimeOffset at) =>
        EndedAt is null && Person.EndedAt is null && at < EndsAt && at - LastSeenAt < LongestIdle;

    /// <summary>Whether the last request has to be written down.</summary>
    public bool IsToBeSeenAt(DateTimeOffset at) => at - LastSeenAt >= SeenEvery;

    /// <summary>Notes a request.</summary>
    public void See(DateTimeOffset at) => LastSeenAt = at;

    /// <summary>The person showed anew who they are: another token takes the place of the one before.</summary>
    public void Renew(byte[] hash, DateTimeOffset at) => (Hash, StepUpAt, LastSeenAt) = (hash, at, at);

    /// <summary>The same by the identity provider. Its roles are those of now, if it gave those that the session began with.</summary>
    /// <param name="roles">The roles that the provider gives; none for those of the person here.</param>
    /// <param name="shownAt">When the person showed the provider who they are.</param>
    /// <param name="hash">SHA-256 of the session's next token.</param>
    /// <param name="at">The present.</param>
    public void Renew(AccessRoles roles, DateTimeOffset shownAt, byte[] hash, DateTimeOffset at)
    {
        (Hash, StepUpAt, LastSeenAt) = (hash, Earlier(shownAt, at), at);
        ProviderRoles = SubjectId is null ? null : Given(roles);
    }

    /// <summary>Ends it.</summary>
    public void End(DateTimeOffset at) => EndedAt ??= at;

    private static AccessRoles? Given(AccessRoles roles) => roles == AccessRoles.None ? null : roles;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static Session Begin(
        Person person, Guid? credentialId, Guid? subjectId, AccessRoles? roles, byte[] hash, DateTimeOffset at, DateTimeOffset shownAt)
    {
        person.RequireOpen();
        return new Session
        {
            Id = NewId(at),
            PersonId = person.Id,
            Person = person,
            CredentialId = credentialId,
            SubjectId = subjectId,
            ProviderRoles = roles,
            Hash = hash,
            SignedInAt = at,
            StepUpAt = shownAt,
            LastSeenAt = at,
        };
    }
}
