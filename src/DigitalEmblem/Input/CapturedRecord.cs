namespace DigitalEmblem;

/// <summary>One resource record of a <see cref="Capture"/> or of a zone file, of any type.</summary>
internal sealed record CapturedRecord
{
    /// <summary>The class of the Internet.</summary>
    public const int Internet = 1;

    /// <summary>The owner's name as it is written, with or without the last dot; null where the form does not say it.</summary>
    public string? Owner { get; init; }

    /// <summary>The number of the type; 0 where the form names one that is not known here.</summary>
    public required int Type { get; init; }

    /// <summary>The number of the class; of the Internet where the form does not say it.</summary>
    public int Class { get; init; } = Internet;

    /// <summary>
    /// The data as on the wire, character-strings with their lengths (RFC 1035, 3.3). Empty if it cannot be read (<see cref="Fault"/>),
    /// and for types other
    /// than TXT, CNAME, IHLE and those in the generic form (RFC 3597, 5), of which only the type matters.
    /// </summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The name that an alias (CNAME) leads to, as it is written; null for other types.</summary>
    public string? Target { get; init; }

    /// <summary>Why the data cannot be read; null if it can. It may have been an emblem.</summary>
    public TokenFormatException? Fault { get; init; }

    /// <summary>The line of the text on which it begins, from 1.</summary>
    public int Line { get; init; } = 1;
}
