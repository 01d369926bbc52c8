namespace DigitalEmblem.Issuer.Domain;

/// <summary>The steps after a key is known to someone else, in their order. Each is done when the one after it is reached.</summary>
internal enum CompromiseStep
{
    /// <summary>The key no longer signs. Next: a new key.</summary>
    Stopped = 0,

    /// <summary>There is a new key. Next: its endorsement, or its commitment if it is a root key, which needs people.</summary>
    NewKey,

    /// <summary>The new key is endorsed. Next: all emblems are signed again.</summary>
    Endorsed,

    /// <summary>All emblems are signed again. Next: all of them are published in the DNS.</summary>
    Reissued,

    /// <summary>No record in the DNS depends on the old key any more.</summary>
    Republished,
}

/// <summary>
/// The steps after the compromise of a key, until nothing published depends on the key. Each step can be repeated, because a process may
/// die during any of them.
/// </summary>
internal sealed class KeyCompromise : Entity
{
    private KeyCompromise()
    {
    }

    public Guid KeyId { get; private init; }

    public Guid? NewKeyId { get; private set; }

    public CompromiseStep Step { get; private set; }

    public DateTimeOffset StartedAt { get; private init; }

    public DateTimeOffset ReachedAt { get; private set; }

    /// <summary>The next action for people; null if there is none.</summary>
    public string? WaitsFor { get; private set; }

    public static KeyCompromise Start(OrganizationKey key, DateTimeOffset at)
    {
        key.DeclareCompromised(at);
        return new KeyCompromise { Id = NewId(at), KeyId = key.Id, StartedAt = at, ReachedAt = at };
    }

    public void Roll(OrganizationKey newKey, DateTimeOffset at)
    {
        NewKeyId = newKey.Id;
        Reach(CompromiseStep.NewKey, at);
    }

    /// <summary>Another key than the one that was made for it was taken into use in the meantime: that one is the new key.</summary>
    public void Follow(OrganizationKey inUse) => (NewKeyId, WaitsFor) = (inUse.Id, null);

    /// <summary>Reaches the next step; steps are not skipped.</summary>
    public void Reach(CompromiseStep step, DateTimeOffset at)
    {
        if (step != Step + 1)
        {
            throw new RefusedException(Refusal.WrongState, $"After '{Step}' comes '{Step + 1}', and not '{step}'.");
        }

        (Step, ReachedAt, WaitsFor) = (step, at, null);
    }

    public void Wait(string? what) => WaitsFor = what;
}
