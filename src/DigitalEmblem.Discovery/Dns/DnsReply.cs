namespace DigitalEmblem.Discovery;

/// <summary>The result of asking one server once: a response, or why there is none.</summary>
/// <param name="Response">The response to this very question; null if there is none.</param>
/// <param name="Failure">Why not; of no meaning with a response.</param>
/// <param name="Reason">Why not, in words; null where the failure says it all.</param>
internal readonly record struct DnsReply(DnsResponse? Response, LookupOutcome Failure, string? Reason = null)
{
    /// <summary>
    /// Whether a message came that was right, except that it repeated the question in one case, so that it could not count.
    /// </summary>
    public bool HasOneCase { get; init; }

    public static DnsReply Of(DnsResponse response) => new(response, default);

    public static DnsReply Failed(LookupOutcome outcome, string? reason = null) => new(null, outcome, reason);

    /// <summary>The reply for an exception: a lack of our own, or a server that cannot be reached.</summary>
    public static DnsReply Failed(Exception fault, string? reason = null) =>
        OwnLack.Of(fault) is { } lack ? Failed(LookupOutcome.OutOfResources, lack) : Failed(LookupOutcome.Unreachable, reason);

    /// <summary>This reply over TCP; if it is no response, what to report of both. For use where UDP brought no whole answer.</summary>
    /// <param name="udp">What came over UDP.</param>
    public DnsReply After(DnsReply udp)
    {
        if (Response is not null)
        {
            return this;
        }

        return udp switch
        {
            { Response.Truncated: true } =>
                this with { Reason = $"the answer is too large for UDP (TC), and over TCP: {Reason ?? OutcomeInWords.Of(Failure)}" },
            { Reason: not null } => udp,
            _ => this,
        };
    }
}
