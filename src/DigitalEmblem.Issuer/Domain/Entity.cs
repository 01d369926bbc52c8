namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// Something with an identity of its own. Its state changes only through its methods, each of which says what it forbids.
/// </summary>
internal abstract class Entity
{
    /// <summary>Never changes, and is never used again.</summary>
    public Guid Id { get; protected init; }

    /// <summary>Another one after each change (the store sets it): who read an older one is told, and changes nothing.</summary>
    public Guid Version { get; private set; }

    /// <summary>Takes the version that a change outside of this object gave it.</summary>
    protected void Reversion(Guid version) => Version = version;

    /// <summary>A new identity; those made later sort after those made earlier.</summary>
    protected static Guid NewId(DateTimeOffset at) => Guid.CreateVersion7(at);
}
