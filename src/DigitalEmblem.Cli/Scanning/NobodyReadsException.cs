namespace DigitalEmblem.Cli.Scanning;

/// <summary>The command that reads the output from a pipe has ended, as <c>head</c> does when it has enough.</summary>
internal sealed class NobodyReadsException(IOException cause) : IOException("The command that the output is piped into has ended.", cause);
