namespace DigitalEmblem.Issuer.Domain;

/// <summary>How far a log of Certificate Transparency was followed. There is one row for each log of the list.</summary>
internal sealed class FollowedLog : Entity
{
    private FollowedLog()
    {
    }

    /// <summary>The log's identifier in hexadecimal.</summary>
    public string LogId { get; private init; } = "";

    /// <summary>The progress, as <see cref="Discovery.LogProgressCodec"/> writes it.</summary>
    public byte[] Progress { get; private set; } = [];

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; private set; }

    public static FollowedLog Create(string logId, byte[] progress, DateTimeOffset at) =>
        new() { Id = NewId(at), LogId = logId, Progress = progress, At = at };

    /// <summary>Notes how far it was followed since.</summary>
    public void Follow(byte[] progress, DateTimeOffset at) => (Progress, At) = (progress, at);
}
