namespace DigitalEmblem.Issuer.Hosting;

/// <summary>How the loops of work go in this instance, for readiness and status.</summary>
internal sealed class WorkHealth
{
    private volatile string? _keyFault;

    /// <summary>Renewing endorsements, following up compromises, and issuing emblems.</summary>
    public LoopHealth Issuing { get; } = new("issuing");

    /// <summary>Publishing emblems.</summary>
    public LoopHealth Publishing { get; } = new("publishing");

    /// <summary>Removing the records of withdrawn emblems.</summary>
    public LoopHealth Withdrawing { get; } = new("withdrawing");

    /// <summary>Carrying long lists on.</summary>
    public LoopHealth Errands { get; } = new("errands");

    /// <summary>All of them.</summary>
    public IReadOnlyList<LoopHealth> Loops => [Issuing, Publishing, Withdrawing, Errands];

    /// <summary>
    /// Why the key that signs emblems cannot be used in this instance; null if it can. The rounds note it, so that a question about
    /// readiness opens no key.
    /// </summary>
    public string? KeyFault
    {
        get => _keyFault;
        set => _keyFault = value;
    }
}
