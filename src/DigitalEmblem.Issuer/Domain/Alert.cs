namespace DigitalEmblem.Issuer.Domain;

/// <summary>Something that a person should look at. It is raised once and cleared once; while it lasts, it is only seen again.</summary>
internal sealed class Alert : Entity
{
    public const int LongestText = 2000;

    private Alert()
    {
    }

    public AlertKind Kind { get; private init; }

    /// <summary>What it is about: a name, a zone, a key. Of one kind and subject one alert is open at a time.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>What is so, and what to do next, in plain sentences without personal data.</summary>
    public string Text { get; private set; } = "";

    /// <summary>How near an end is, in days; null where nothing runs out.</summary>
    public int? DaysLeft { get; private set; }

    public DateTimeOffset Since { get; private init; }

    public DateTimeOffset LastSeen { get; private set; }

    public DateTimeOffset? ClearedAt { get; private set; }

    /// <summary>
    /// When somebody was told that it is so: the first delivery outside of this service's log, or in the log where there is nothing else.
    /// </summary>
    public DateTimeOffset? ToldAt { get; private set; }

    /// <summary>The notices that tell that it is so; null while none is written.</summary>
    public Guid? RaisedIn { get; private set; }

    /// <summary>The notices that tell that it is over; null while none is written.</summary>
    public Guid? ClearedIn { get; private set; }

    public static Alert Raise(AlertKind kind, string subject, string text, int? daysLeft, DateTimeOffset at) =>
        new() { Id = NewId(at), Kind = kind, Subject = subject, Text = Bounded(text), DaysLeft = daysLeft, Since = at, LastSeen = at };

    /// <summary>It is still so. Where an end has come a step nearer, it is told once more.</summary>
    public void SeeAgain(string text, int? daysLeft, DateTimeOffset at)
    {
        RequireOpen();
        if (daysLeft < DaysLeft)
        {
            (ToldAt, RaisedIn) = (null, null);
        }

        (Text, DaysLeft, LastSeen) = (Bounded(text), daysLeft, at);
    }

    /// <summary>It is not so any more.</summary>
    public void Clear(DateTimeOffset at)
    {
        RequireOpen();
        ClearedAt = at;
    }

    /// <summary>Notices tell of it, as it is now.</summary>
    public void TellIn(Guid notices)
    {
        RaisedIn ??= notices;
        ClearedIn ??= ClearedAt is null ? null : notices;
    }

    /// <summary>A channel has delivered it.</summary>
    public void Tell(DateTimeOffset at) => ToldAt ??= at;

    private static string Bounded(string text) => text.Length > LongestText ? text[..LongestText] : text;

    private void RequireOpen()
    {
        if (ClearedAt is not null)
        {
            throw new RefusedException(Refusal.WrongState, $"The alert '{Kind}' of {Subject} was cleared at {ClearedAt:u} already.");
        }
    }
}
