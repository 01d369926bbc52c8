namespace DigitalEmblem;

/// <summary>
/// Every limit on input from outside, with its reason. A set that exceeds one is not judged: the outcome is Indeterminate, never
/// a verdict on a truncated input (decisions.md, 17).
/// </summary>
/// <remarks>The values are far above what honest deployments publish (three to eight items of 200 to 1,200 bytes), and low enough that the work for the worst input is bounded: some hundred signature checks, each made once however many sets a token stands in.</remarks>
public sealed record TokenLimits
{
    /// <summary>Deepest nesting of CBOR or JSON: the profiles need 4. A constant, because deeper input is malformed by the profile, not merely large.</summary>
    public const int MaxNesting = 16;

    /// <summary>The limits that hold unless others are given.</summary>
    public static TokenLimits Default { get; } = new();

    /// <summary>Bytes of one token or key. A DNS record cannot be longer than 65,535; the largest honest token seen has 1,300.</summary>
    public int MaxItemBytes { get; init; } = 16 * 1024;

    /// <summary>Bytes of one whole input (a file, an answer, a response).</summary>
    public int MaxInputBytes { get; init; } = 1024 * 1024;

    /// <summary>Tokens in one input. Each may cost a signature check (up to 1 ms).</summary>
    public int MaxTokens { get; init; } = 128;

    /// <summary>Public keys in one input. Each may cost an import (up to 1.5 ms), with the first signature that is checked under it.</summary>
    public int MaxKeys { get; init; } = 128;

    /// <summary>Entries of one <c>assets</c> claim or constraint.</summary>
    public int MaxAssets { get; init; } = 256;

    /// <summary>Entries of one <c>log</c> claim. Each may cost a question to a log.</summary>
    public int MaxLogEntries { get; init; } = 16;

    /// <summary>Endorsements in one internal chain.</summary>
    public int MaxChainLength { get; init; } = 16;
}
