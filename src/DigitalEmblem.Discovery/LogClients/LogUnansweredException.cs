namespace DigitalEmblem.Discovery;

/// <summary>
/// A log did not answer, or not with anything that can be used. Its message is a clause for a person; it never leaves
/// <see cref="LogClient"/>.
/// </summary>
internal sealed class LogUnansweredException(string message) : Exception(message);
