namespace DigitalEmblem.Cli;

/// <summary>
/// No mistake of the caller: what was brought is not what it claims to be (2), or somebody could not be asked (3). Told
/// in one line with what to do.
/// </summary>
internal sealed class RefusalException(int code, string message) : Exception(message)
{
    /// <summary>The exit code: <see cref="ExitCode.Undecodable"/> or <see cref="ExitCode.Unknown"/>.</summary>
    public int Code { get; } = code;
}
