namespace DigitalEmblem.Cli;

/// <summary>
/// A refusal that is not a mistake of the command line: the input is not what it claims to be (2), a party did not answer or a file could
/// not be read (3), or nobody would accept what would be signed (4).
/// </summary>
/// <param name="code">The exit code.</param>
/// <param name="sentence">One line that says what to do.</param>
internal sealed class RefusalException(int code, Sentence sentence) : Exception(sentence.ToString()), ISpoken
{
    /// <summary>
    /// The exit code: <see cref="ExitCode.Undecodable"/>, <see cref="ExitCode.Unknown"/> or <see cref="ExitCode.NotAccepted"/>.
    /// </summary>
    public int Code { get; } = code;

    /// <summary>The message, for every language.</summary>
    public Sentence Sentence { get; } = sentence;
}
