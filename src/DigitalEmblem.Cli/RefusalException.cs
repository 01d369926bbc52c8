namespace DigitalEmblem.Cli;

/// <summary>
/// A refusal that is not a mistake of the caller: the input is not what it claims to be (2), or a party did not answer (3). The message
/// is one line and says what to do.
/// </summary>
internal sealed class RefusalException(int code, string message) : Exception(message)
{
    /// <summary>The exit code: <see cref="ExitCode.Undecodable"/> or <see cref="ExitCode.Unknown"/>.</summary>
    public int Code { get; } = code;
}
