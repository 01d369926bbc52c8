namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// A call with an Idempotency-Key, and its answer once there is one. The table has answers that callers of the last day could see, and no
/// secrets.
/// </summary>
internal sealed class IdempotentCall
{
    /// <summary>SHA-256 of the caller and the Idempotency-Key, as hexadecimal digits.</summary>
    public string Id { get; init; } = "";

    /// <summary>SHA-256 of method, target, body, and what else decides.</summary>
    public byte[] Digest { get; init; } = [];

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The status of its answer; null while there is none. It stays null if the process died.</summary>
    public int? Status { get; private set; }

    public string? ContentType { get; private set; }

    public string? Location { get; private set; }

    public string? ETag { get; private set; }

    /// <summary>The answer's body; null if it held a secret, which is shown once.</summary>
    public byte[]? Body { get; private set; }

    public void Answer(int status, string? contentType, string? location, string? tag, byte[]? body) =>
        (Status, ContentType, Location, ETag, Body) = (status, contentType, location, tag, body);
}
