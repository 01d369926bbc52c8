namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// A row with an identity. Only its own methods change its state, so that they can refuse what the domain forbids.
/// </summary>
internal abstract class Entity
{
    /// <summary>Never changes, and is never used again.</summary>
    public Guid Id { get; protected init; }

    /// <summary>Concurrency token, replaced by the store on every save. A change that is based on an older version is refused.</summary>
    public Guid Version { get; private set; }

    /// <summary>
    /// What a person who decides about it must have seen: the version, or a digest of what people decide where the service itself changes
    /// the row as well, so that a renewal meanwhile refuses nobody.
    /// </summary>
    public virtual Guid DecisionVersion => Version;

    /// <summary>Sets the version that a database update outside of this object gave it.</summary>
    protected void Reversion(Guid version) => Version = version;

    /// <summary>A new identity; those made later sort after those made earlier.</summary>
    protected static Guid NewId(DateTimeOffset at) => Guid.CreateVersion7(at);
}
