using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>A condition that a person should look at. It is raised once and cleared once.</summary>
internal sealed class Alert : Entity
{
    public const int LongestText = 4000;

    private const int MostLines = 10, LastDay = 1;

    private Alert()
    {
    }

    public AlertKind Kind { get; private init; }

    /// <summary>What it is about: a name, a zone, a key. Of one kind and subject one alert is open at a time.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>The condition, and what to do next, in plain sentences without personal data.</summary>
    public Sentence Text { get; private set; } = Sentence.Of($"");

    /// <summary>Its text, one sentence or more a line; the newest event is the first.</summary>
    // Lines in lines would grow with each event.
    public IEnumerable<Sentence> ToLines() =>
        Text.Code.StartsWith("{0}\n", StringComparison.Ordinal) ? Text.Arguments.OfType<Sentence>() : [Text];

    /// <summary>The days until an end; null if the alert is not about an end.</summary>
    public int? DaysLeft { get; private set; }

    public DateTimeOffset Since { get; private init; }

    public DateTimeOffset LastSeen { get; private set; }

    public DateTimeOffset? ClearedAt { get; private set; }

    /// <summary>
    /// When it was told: the first delivery by a channel other than the log, or in the log if there is no other channel.
    /// </summary>
    public DateTimeOffset? ToldAt { get; private set; }

    /// <summary>The group of notices that report it; null while none is written.</summary>
    public Guid? RaisedIn { get; private set; }

    /// <summary>The group of notices that report its end; null while none is written.</summary>
    public Guid? ClearedIn { get; private set; }

    /// <summary>When a person took note of it; null if nobody did.</summary>
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    /// <summary>Who took note of it.</summary>
    public string? AcknowledgedBy { get; private set; }

    /// <summary>What they wrote; null for nothing.</summary>
    public string? AcknowledgedNote { get; private set; }

    public static Alert Raise(AlertKind kind, string subject, Sentence text, int? daysLeft, DateTimeOffset at) =>
        new() { Id = NewId(at), Kind = kind, Subject = subject, Text = Bounded(text), DaysLeft = daysLeft, Since = at, LastSeen = at };

    /// <summary>
    /// Notes that the condition still holds. If fewer days are left than before, the alert is told once more, unless a
    /// person took note of it. The last day and the end are told again all the same: by then, what was to be done was not.
    /// </summary>
    public void SeeAgain(Sentence text, int? daysLeft, DateTimeOffset at)
    {
        RequireOpen();
        if (daysLeft < DaysLeft && (AcknowledgedAt is null || daysLeft <= LastDay))
        {
            (ToldAt, RaisedIn) = (null, null);
            Unacknowledge();
        }

        (Text, DaysLeft, LastSeen) = (Bounded(text), daysLeft, at);
    }

    /// <summary>
    /// Something more happened to the same subject: the alert is told once more, the newest first. Nobody has taken note of that yet.
    /// </summary>
    public void Add(Sentence text, DateTimeOffset at)
    {
        RequireOpen();
        (Text, LastSeen, ToldAt, RaisedIn) = (Bounded(Sentence.Lines([text, .. ToLines().Take(MostLines - 1)])), at, null, null);
        Unacknowledge();
    }

    /// <summary>A person takes note of it: it stays open, and is not told again.</summary>
    public void Acknowledge(string person, string? note, DateTimeOffset at)
    {
        RequireOpen();
        if (AcknowledgedAt is { } before)
        {
            throw new RefusedException(Refusal.WrongState, $"{AcknowledgedBy} took note of this alert at {before:u} already.");
        }

        (AcknowledgedAt, AcknowledgedBy, AcknowledgedNote) = (at, person, note);
    }

    /// <summary>Notes that the condition no longer holds.</summary>
    public void Clear(DateTimeOffset at)
    {
        RequireOpen();
        ClearedAt = at;
    }

    /// <summary>Notes that these notices report its present state.</summary>
    public void TellIn(Guid notices)
    {
        RaisedIn ??= notices;
        ClearedIn ??= ClearedAt is null ? null : notices;
    }

    /// <summary>Notes that a channel has delivered it.</summary>
    public void Tell(DateTimeOffset at) => ToldAt ??= at;

    private void Unacknowledge() => (AcknowledgedAt, AcknowledgedBy, AcknowledgedNote) = (null, null, null);

    private static Sentence Bounded(Sentence text) => StoredSentence.Bounded(text, LongestText);

    private void RequireOpen()
    {
        if (ClearedAt is not null)
        {
            throw new RefusedException(Refusal.WrongState, $"The alert '{Kind}' of {Subject} was cleared at {ClearedAt:u} already.");
        }
    }
}
