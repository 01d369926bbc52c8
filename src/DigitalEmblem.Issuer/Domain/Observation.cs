namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// What a resolver showed at a name when it last answered. The row is written when that changes, or when the resolver stops answering.
/// </summary>
internal sealed class Observation : Entity
{
    private const int LongestFault = 500;

    private Observation()
    {
    }

    /// <summary>The asset whose name it is.</summary>
    public Guid AssetId { get; private init; }

    /// <summary>The resolver.</summary>
    public Guid VantageId { get; private init; }

    /// <summary>What was shown at the last look that was answered; <see cref="WorldSees.NotLooked"/> if none was.</summary>
    public WorldSees Sees { get; private set; }

    /// <summary>The organizations whose endorsement was shown, with spaces between them; empty for none.</summary>
    public string EndorsedBy { get; private set; } = "";

    /// <summary>Until when the emblem that was shown is valid; null without one.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>Since when it shows the same.</summary>
    public DateTimeOffset Since { get; private set; }

    /// <summary>The last look that was answered and written here. Rounds that found the same are in <see cref="Vantage"/>.</summary>
    public DateTimeOffset LookedAt { get; private set; }

    /// <summary>Since when the resolver gives no answer about the name; null if it answered the last time.</summary>
    public DateTimeOffset? UnansweredSince { get; private set; }

    /// <summary>While it gives no answer: why, for a person.</summary>
    public string? Fault { get; private set; }

    /// <summary>What the last look found, which may be that it could not be found out.</summary>
    public WorldSees Last => UnansweredSince is null ? Sees : WorldSees.CouldNotLook;

    /// <summary>The first look at a name.</summary>
    public static Observation Create(Guid asset, Guid vantage, Sight sight, DateTimeOffset at)
    {
        var observation = new Observation { Id = NewId(at), AssetId = asset, VantageId = vantage, Since = at, LookedAt = at };
        observation.See(sight, null, at);
        return observation;
    }

    /// <summary>Whether a look found something else than is written here.</summary>
    public bool DiffersFrom(Sight sight) => sight.Sees == WorldSees.CouldNotLook
        ? UnansweredSince is null
        : UnansweredSince is not null || !ShowsSame(sight);

    /// <summary>Notes a look.</summary>
    /// <param name="sight">What was found.</param>
    /// <param name="before">When rounds looked at the name last, before this look; null if that is not known.</param>
    /// <param name="at">When it was.</param>
    public void See(Sight sight, DateTimeOffset? before, DateTimeOffset at)
    {
        if (sight.Sees == WorldSees.CouldNotLook)
        {
            // The rounds until now were answered, and from now on the vantage no longer tells so.
            LookedAt = UnansweredSince is null && before > LookedAt ? before.Value : LookedAt;
            UnansweredSince ??= at;
            Fault = sight.Fault is { Length: > LongestFault } fault ? fault[..LongestFault] : sight.Fault;
            return;
        }

        Since = ShowsSame(sight) ? Since : at;
        (Sees, EndorsedBy, Until) = (sight.Sees, sight.EndorsedBy, sight.Until);
        (LookedAt, UnansweredSince, Fault) = (at, null, null);
    }

    /// <summary>When it was last seen what the name shows.</summary>
    public DateTimeOffset LastLook(Vantage vantage) =>
        UnansweredSince is null && vantage.LookedAt(AssetId) is { } round && round > LookedAt ? round : LookedAt;

    private bool ShowsSame(Sight sight) => Sees == sight.Sees && EndorsedBy == sight.EndorsedBy && Until == sight.Until;
}
