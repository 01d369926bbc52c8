namespace DigitalEmblem.Cli;

/// <summary>
/// A refusal that is not a mistake of the command line: the input is not what it claims to be (2), a party did not answer or a file could
/// not be read (3), or nobody would accept what would be signed (4). The message is one line and says what to do.
/// </summary>
internal sealed class RefusalException(int code, string message) : Exception(message)
{
    /// <summary>
    /// The exit code: <see cref="ExitCode.Undecodable"/>, <see cref="ExitCode.Unknown"/> or <see cref="ExitCode.NotAccepted"/>.
    /// </summary>
    public int Code { get; } = code;
}
