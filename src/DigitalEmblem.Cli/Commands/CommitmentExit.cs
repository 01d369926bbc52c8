namespace DigitalEmblem.Cli.Commands;

/// <summary>
/// The exit code of commands that judge commitments and nothing else: the gravest of 2 (refuted), 3 (could not find out), 0.
/// </summary>
internal static class CommitmentExit
{
    public static int Of(IEnumerable<CommitmentOutcome> outcomes)
    {
        CommitmentOutcome[] all = [.. outcomes];
        return all.Contains(CommitmentOutcome.Refuted) ? ExitCode.Undecodable
            : all.Contains(CommitmentOutcome.Unavailable) ? ExitCode.Unknown
            : ExitCode.Done;
    }
}
