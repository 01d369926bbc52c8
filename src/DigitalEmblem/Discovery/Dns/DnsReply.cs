namespace DigitalEmblem;

/// <summary>What asking one server once came to: a response, or why there is none.</summary>
/// <param name="Response">The response to this very question; null if there is none.</param>
/// <param name="Failure">Why not; of no meaning with a response.</param>
internal readonly record struct DnsReply(DnsResponse? Response, LookupOutcome Failure)
{
    public static DnsReply Of(DnsResponse response) => new(response, default);

    public static DnsReply Failed(LookupOutcome outcome) => new(null, outcome);
}
