namespace DigitalEmblem.Cli;

/// <summary>A mistake of the caller (exit code 64). The message is one line and names the likely cause.</summary>
internal sealed class UsageException(string message) : Exception(message);
