namespace DigitalEmblem;

/// <summary>A copy of a treaty or another document that was read.</summary>
internal sealed record LawReading
{
    /// <summary>The key that statements use.</summary>
    public required string Key { get; init; }

    /// <summary>What it is.</summary>
    public required string What { get; init; }

    /// <summary>Where it is.</summary>
    public required string Address { get; init; }

    /// <summary>Whose copy it is: official, official-mirror or third-party.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the address is complete.</summary>
    public required bool Whole { get; init; }
}
