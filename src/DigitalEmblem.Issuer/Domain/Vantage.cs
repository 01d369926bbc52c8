namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// A resolver through which names are looked at, and how far the round through it is. So the instant of the last look at a name is known
/// without a write for each look.
/// </summary>
internal sealed class Vantage : Entity
{
    private Vantage()
    {
    }

    /// <summary>The addresses of its servers, as text.</summary>
    public string Name { get; private init; } = "";

    /// <summary>When the round through it began, or the last one if none runs.</summary>
    public DateTimeOffset RoundAt { get; private set; }

    /// <summary>Up to which asset that round has looked.</summary>
    public Guid LookedTo { get; private set; }

    /// <summary>When the last round began that looked at all names; null if none did.</summary>
    public DateTimeOffset? WholeRoundAt { get; private set; }

    /// <summary>A new one.</summary>
    public static Vantage Create(string name, DateTimeOffset at) => new() { Id = NewId(at), Name = name, RoundAt = at };

    /// <summary>A round through it begins.</summary>
    public void Begin(DateTimeOffset at) => (RoundAt, LookedTo) = (at, Guid.Empty);

    /// <summary>The round has looked at all assets up to this one.</summary>
    public void Reach(Guid asset) => LookedTo = asset;

    /// <summary>The round has looked at all.</summary>
    public void Finish() => WholeRoundAt = RoundAt;

    /// <summary>When a round looked at an asset last, at the earliest; null if none did.</summary>
    public DateTimeOffset? LookedAt(Guid asset) => asset.CompareTo(LookedTo) <= 0 ? RoundAt : WholeRoundAt;
}
