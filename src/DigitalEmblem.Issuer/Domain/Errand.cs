namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// A long list of rows that is worked through in short changes, so that no one of them keeps the database from others. Each change commits
/// what it did together with how far the errand is: after a crash the next instance goes on where this one was, and does nothing twice.
/// </summary>
internal sealed class Errand : Entity
{
    /// <summary>How many rows are done at once, all or none, without an errand.</summary>
    public const int AtOnce = 250;

    /// <summary>The most faults that are kept. A list with more of them is probably the wrong list.</summary>
    public const int MostFaults = 1000;

    // Rows are stored within seconds.
    private static readonly TimeSpan LongestReceipt = TimeSpan.FromMinutes(10);

    private Errand()
    {
    }

    public ErrandKind Kind { get; private init; }

    /// <summary>Who asked for it. The journal names this actor for each part.</summary>
    public string ActorName { get; private init; } = "";

    /// <summary>What showed who that is; null for commands.</summary>
    public string? ActorCredential { get; private init; }

    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>How many rows it has.</summary>
    public int Total { get; private init; }

    /// <summary>How many rows were gone through, in their order.</summary>
    public int Done { get; private set; }

    /// <summary>How many of those could not be done.</summary>
    public int Faults { get; private set; }

    public ErrandState State { get; private set; }

    /// <summary>When its last row was gone through, or it was cancelled; null before.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The actor of its changes.</summary>
    public Actor Actor => new(ActorName, ActorCredential);

    public static Errand Create(ErrandKind kind, Actor actor, int total, DateTimeOffset at) => new()
    {
        Id = NewId(at),
        Kind = kind,
        ActorName = actor.Name,
        ActorCredential = actor.Credential,
        Total = total,
        CreatedAt = at,
    };

    /// <summary>All rows are stored: from now on it is carried on.</summary>
    public void Open() => State = ErrandState.Open;

    /// <summary>Notes that rows were gone through.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="faults">How many of them could not be done.</param>
    /// <param name="at">Now.</param>
    public void Advance(int rows, int faults, DateTimeOffset at)
    {
        if (State != ErrandState.Open)
        {
            throw new RefusedException(Refusal.WrongState, $"The errand is '{State}': it does not go on.");
        }

        (Done, Faults) = (Done + rows, Faults + faults);
        if (Done >= Total)
        {
            (State, EndedAt) = (ErrandState.Done, at);
        }
    }

    /// <summary>Ends it. What was done stays.</summary>
    public void Cancel(DateTimeOffset at)
    {
        if (State is ErrandState.Done or ErrandState.Cancelled)
        {
            throw new RefusedException(Refusal.WrongState, $"The errand is '{State}' already: there is nothing to cancel.");
        }

        (State, EndedAt) = (ErrandState.Cancelled, at);
    }

    /// <summary>Ends it because who started it may not go on with it, which counts as a line that could not be done.</summary>
    public void Stop(DateTimeOffset at)
    {
        Cancel(at);
        Faults++;
    }

    /// <summary>Whether its receipt was cut off, so that its rows will never be complete.</summary>
    public bool IsCutOffAt(DateTimeOffset at) => State == ErrandState.Receiving && (at - CreatedAt).Duration() > LongestReceipt;
}
