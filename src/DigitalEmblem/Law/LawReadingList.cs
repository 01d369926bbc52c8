namespace DigitalEmblem;

/// <summary><c>readings.json</c>: the copies of texts that were read.</summary>
internal sealed record LawReadingList
{
    /// <summary>All of them.</summary>
    public required IReadOnlyList<LawReading> Readings { get; init; }
}
