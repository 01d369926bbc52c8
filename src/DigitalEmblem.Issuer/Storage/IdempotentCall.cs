namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// A call that named itself with an Idempotency-Key, and its answer once there is one. Whoever reads this table sees answers that the
/// callers of the last day could see, and no secret.
/// </summary>
internal sealed class IdempotentCall
{
    /// <summary>SHA-256 of who called and of the key they gave, as hexadecimal digits.</summary>
    public string Id { get; init; } = "";

    /// <summary>SHA-256 of method, target, body, and what else decides.</summary>
    public byte[] Digest { get; init; } = [];

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The status of its answer; null while there is none, or for ever if the process died.</summary>
    public int? Status { get; private set; }

    public string? ContentType { get; private set; }

    public string? Location { get; private set; }

    public string? ETag { get; private set; }

    /// <summary>The answer's body; null if it held a secret, which is shown once.</summary>
    public byte[]? Body { get; private set; }

    public void Answer(int status, string? contentType, string? location, string? tag, byte[]? body) =>
        (Status, ContentType, Location, ETag, Body) = (status, contentType, location, tag, body);
}
