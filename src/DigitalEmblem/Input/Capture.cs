namespace DigitalEmblem;

/// <summary>
/// One answer to one DNS question, as a tool printed it (<c>dig</c>, <c>host</c>, JSON of a DoH service): what it says, not yet judged.
/// </summary>
internal sealed record Capture
{
    /// <summary>The code of an answer without error.</summary>
    public const int NoError = 0;

    /// <summary>The code of the answer that a name does not exist.</summary>
    public const int NameNotFound = 3;

    /// <summary>What it is, in words for a person: <c>the output of dig</c>, <c>DNS JSON of a DoH service</c>.</summary>
    public required string Tool { get; init; }

    /// <summary>The name asked about; null if the form does not say it, or says no domain name.</summary>
    public DomainName? QuestionName { get; init; }

    /// <summary>The number of the type asked for; null if the form does not say it.</summary>
    public int? QuestionType { get; init; }

    /// <summary>The response code; null if the form does not say it. Several tools print records only.</summary>
    public int? StatusCode { get; init; }

    /// <summary>
    /// The response code or the tool's own error, in words: <c>NOERROR</c>, <c>SERVFAIL</c>, <c>connection timed out</c>; null if the
    /// form does not say it.
    /// </summary>
    public string? Status { get; init; }

    /// <summary>Whether the answer says of itself that it was cut (TC).</summary>
    public bool Truncated { get; init; }

    /// <summary>
    /// The records of the answer section, or of all sections where the form does not tell them apart; aliases among them.
    /// </summary>
    public IReadOnlyList<CapturedRecord> Records { get; init; } = [];

    /// <summary>The records of the authority section; empty where the form does not show it.</summary>
    public IReadOnlyList<CapturedRecord> Authority { get; init; } = [];

    /// <summary>Whether the server says that it is responsible for the name asked about (AA); null if the form does not say it.</summary>
    public bool? Authoritative { get; init; }

    /// <summary>Whether the server says that it is a resolver (RA); null if the form does not say it.</summary>
    public bool? RecursionAvailable { get; init; }

    /// <summary>The records of the additional section; empty where the form does not show it, or holds none of use.</summary>
    public IReadOnlyList<CapturedRecord> Additional { get; init; } = [];

    /// <summary>
    /// Whether nothing shows that the last record is the last one of the answer: a table of which the end may be missing.
    /// </summary>
    public bool OpenEnd { get; init; }

    /// <summary>The line of the text on which it begins, from 1.</summary>
    public int Line { get; init; } = 1;

    /// <summary>Why the whole is not read, if it was cut or cannot be read; records may stand beside it.</summary>
    public TokenFormatException? Fault { get; init; }
}
