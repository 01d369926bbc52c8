namespace DigitalEmblem.TestSupport;

/// <summary>What a log, honest or not, answers.</summary>
public sealed record LogResponse(byte[] Body, string ContentType = "application/octet-stream", int Status = 200)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Writes the body bit by bit, in place of <see cref="Body"/>.</summary>
    public Func<Stream, CancellationToken, Task>? Stream { get; init; }

    /// <summary>Whether the connection is closed in place of an answer.</summary>
    public bool Aborted { get; init; }
}
