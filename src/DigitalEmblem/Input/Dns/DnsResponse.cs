namespace DigitalEmblem;

/// <summary>A response that has been checked to be one, to the question that was asked, but whose content is not interpreted yet.</summary>
internal sealed class DnsResponse
{
    /// <summary>The whole code, with what an OPT record puts before the bits of the header.</summary>
    public required int Code { get; init; }

    public required bool Truncated { get; init; }

    public required bool Authoritative { get; init; }

    public required bool RecursionAvailable { get; init; }

    /// <summary>The AD bit: worth only as much as the resolver and the way to it.</summary>
    public required bool AuthenticData { get; init; }

    public required IReadOnlyList<DnsRecord> Records { get; init; }
}
