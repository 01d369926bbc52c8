namespace DigitalEmblem;

/// <summary>
/// Every limit on input from outside, with its reason. A set that exceeds one is not judged: it is Indeterminate, never a verdict on a
/// truncated input (decisions.md, 17), and the sets of other sources are judged as if it were not there (decisions.md, 9).
/// </summary>
/// <remarks>
/// The values are far above what honest deployments publish (three to eight items of 200 to 1,200 bytes), and low enough that the work for
/// the worst input is bounded: some hundred signature checks, each made once however many sets a token stands in.
/// </remarks>
public sealed record TokenLimits
{
    /// <summary>
    /// Deepest nesting of CBOR or JSON: the profiles need 4. A constant, because deeper input is malformed by the
    /// profile, not merely large.
    /// </summary>
    public const int MaxNesting = 16;

    /// <summary>
    /// Findings of one code that are told in words for one token, set or verdict; one more tells how many follow. The judgement does not
    /// use them, so nothing is lost: a person does not read the eleventh unknown claim, and a token of 16 KiB could have two thousand.
    /// </summary>
    public const int MaxFindingsOfACode = 10;

    /// <summary>
    /// Characters of one message, in findings and exceptions; what is quoted from an input is cut before
    /// (<see cref="Printable.MaxLength"/>). The longest honest one, of 16 log entries, has some 3,000.
    /// </summary>
    internal const int MaxMessageLength = 4096;

    /// <summary>
    /// Bytes that are allocated for one name or input at most, beside <see cref="MemoryOfAByte"/> for each of its bytes: its sets and the
    /// items in them (<see cref="MaxItemsOfSets"/>), and findings. The limits here keep this bound, and tests of the worst known inputs
    /// check it. It is not counted at run time.
    /// </summary>
    public const int MemoryOfAName = 1 << 20;

    /// <summary>
    /// Bytes that are allocated at most for each byte of the records or the file that is read. Text is held as bytes, as characters,
    /// decoded, and as claims, some of it twice.
    /// </summary>
    public const int MemoryOfAByte = 128;

    /// <summary>The limits that hold unless others are given.</summary>
    public static TokenLimits Default { get; } = new();

    /// <summary>Bytes of one token or key. A DNS record cannot be longer than 65,535; the largest honest token seen has 1,300.</summary>
    public int MaxItemBytes { get; init; } = 16 * 1024;

    /// <summary>Bytes of one whole input (a file, an answer, a response).</summary>
    public int MaxInputBytes { get; init; } = 1024 * 1024;

    /// <summary>Tokens in one input. Each may cost a signature check (up to 1 ms).</summary>
    public int MaxTokens { get; init; } = 128;

    /// <summary>
    /// Public keys in one input. Each may cost an import (up to 1.5 ms), with the first signature that is checked under it.
    /// </summary>
    public int MaxKeys { get; init; } = 128;

    /// <summary>
    /// Items of all sets of one source together: an item without an ID stands in the set of every ID, so that n IDs beside n items would
    /// cost n² judgements. Honest names have one ID, or two while they change; this is room for 60 IDs of 17 items.
    /// </summary>
    public int MaxItemsOfSets { get; init; } = 1024;

    /// <summary>
    /// Members of one header, claims set or <c>emb</c> object. Each is looked at, and compared with those before; the profiles know 12.
    /// </summary>
    public int MaxMembers { get; init; } = 2048;

    /// <summary>Entries of one <c>dst</c> list; the profile knows three channels.</summary>
    public int MaxChannels { get; init; } = 32;

    /// <summary>Entries of one <c>assets</c> claim or constraint.</summary>
    public int MaxAssets { get; init; } = 256;

    /// <summary>Entries of one <c>log</c> claim. Each may cost a question to a log.</summary>
    public int MaxLogEntries { get; init; } = 16;

    /// <summary>Endorsements in one internal chain.</summary>
    public int MaxChainLength { get; init; } = 16;
}
