namespace DigitalEmblem;

/// <summary>A server could not be asked; becomes an outcome before it leaves the exchange.</summary>
internal sealed class DnsChannelException(LookupOutcome outcome, Exception? inner = null) : Exception(outcome.ToString(), inner)
{
    public LookupOutcome Outcome { get; } = outcome;
}
