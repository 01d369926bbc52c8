namespace DigitalEmblem.Cli;

/// <summary>A mistake of the caller: told in one line with its likely cause, and exit code 64.</summary>
internal sealed class UsageException(string message) : Exception(message);
