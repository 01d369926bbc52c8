using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Domain;

/// <summary>The channel that delivers a notice.</summary>
internal enum NoticeChannel
{
    /// <summary>The service's log, a structured event each.</summary>
    Log = 0,

    /// <summary>An HTTPS POST to a program of the organization.</summary>
    Webhook,

    /// <summary>Mail.</summary>
    Mail,
}

/// <summary>
/// A message about alerts on one channel. It is delivered at least once, or given up after days. The journal notes both.
/// </summary>
internal sealed class Notice : Entity
{
    /// <summary>How long delivery is tried. An older message is out of date.</summary>
    public static readonly TimeSpan TriedFor = TimeSpan.FromDays(3);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10), LongestPause = TimeSpan.FromHours(1);

    private Notice()
    {
    }

    public NoticeChannel Channel { get; private init; }

    /// <summary>The identity of the message. It is the same on all channels.</summary>
    public Guid GroupId { get; private init; }

    public string Title { get; private init; } = "";

    /// <summary>For people.</summary>
    public string Text { get; private init; } = "";

    /// <summary>For programs.</summary>
    public string Json { get; private init; } = "";

    public DateTimeOffset CreatedAt { get; private init; }

    public int Attempts { get; private set; }

    public DateTimeOffset NextAttempt { get; private set; }

    public Sentence? Fault { get; private set; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    public DateTimeOffset? GivenUpAt { get; private set; }

    public bool IsOpen => DeliveredAt is null && GivenUpAt is null;

    public static Notice Create(NoticeChannel channel, Guid groupId, string title, string text, string json, DateTimeOffset at) =>
        new()
        {
            Id = NewId(at),
            Channel = channel,
            GroupId = groupId,
            Title = title,
            Text = text,
            Json = json,
            CreatedAt = at,
            NextAttempt = at,
        };

    /// <summary>Takes it for delivery by one instance. After the lease another instance may try, in case the first one died.</summary>
    public void Take(DateTimeOffset at, TimeSpan lease)
    {
        RequireOpen();
        Attempts++;
        NextAttempt = at + lease;
    }

    public void Deliver(DateTimeOffset at)
    {
        RequireOpen();
        (DeliveredAt, Fault) = (at, null);
    }

    /// <summary>Notes that delivery failed. It is tried again later, or given up.</summary>
    public void Fail(Sentence fault, DateTimeOffset at)
    {
        RequireOpen();
        Fault = StoredSentence.Bounded(fault, 2000);
        TimeSpan pause = FirstPause * (1 << Math.Min(Attempts, 20));
        NextAttempt = at + (pause < LongestPause ? pause : LongestPause);
        GivenUpAt = at - CreatedAt > TriedFor ? at : null;
    }

    private void RequireOpen()
    {
        if (!IsOpen)
        {
            throw new RefusedException(Refusal.WrongState, $"The notice was delivered or given up already.");
        }
    }
}
