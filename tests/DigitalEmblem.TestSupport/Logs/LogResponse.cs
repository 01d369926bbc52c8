namespace DigitalEmblem.TestSupport;

/// <summary>The answer of a log, honest or not.</summary>
public sealed record LogResponse(byte[] Body, string ContentType = "application/octet-stream", int Status = 200)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Writes the body in parts, in place of <see cref="Body"/>.</summary>
    public Func<Stream, CancellationToken, Task>? Stream { get; init; }

    /// <summary>Whether the connection is closed in place of an answer.</summary>
    public bool Aborted { get; init; }
}
