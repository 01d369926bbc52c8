namespace DigitalEmblem.Cli.Scanning;

/// <summary>The command that the output was piped into has ended, as <c>head</c> does when it has enough.</summary>
internal sealed class NobodyReadsException(IOException cause) : IOException("The command that the output is piped into has ended.", cause);
