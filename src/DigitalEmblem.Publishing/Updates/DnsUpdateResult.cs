namespace DigitalEmblem.Publishing;

/// <summary>What sending an update came to, and what is known of it.</summary>
public sealed record DnsUpdateResult
{
    /// <summary>What it came to.</summary>
    public required DnsUpdateOutcome Outcome { get; init; }

    /// <summary>What happened, the likely cause, and what to do next, in words for a person.</summary>
    public required string Detail { get; init; }

    /// <summary>The response code (RFC 2136, 2.2) of the answer that decided; null if none did.</summary>
    public int? ResponseCode { get; init; }

    /// <summary>Why the key was rejected.</summary>
    public TsigError KeyError { get; init; }

    /// <summary>The server's time, if it says that the clocks are too far apart. No clock may be set by it (RFC 8945, 5.4.3).</summary>
    public DateTimeOffset? ServerTime { get; init; }

    /// <summary>
    /// Whether the answer is signed with the key of the request. Without a key no answer is, and an answer to a rejected key cannot be.
    /// </summary>
    public bool IsAuthenticated { get; init; }

    /// <summary>
    /// Whether the zone may now be as the update wanted it. False only where it is known that the update did nothing: nothing was sent, or
    /// a signed answer says no. A "no" that is not signed may come from a party on the way that let the update pass.
    /// </summary>
    public bool MayHaveTakenEffect => Outcome switch
    {
        DnsUpdateOutcome.NotReached => false,
        DnsUpdateOutcome.PrerequisiteFailed or DnsUpdateOutcome.Refused or DnsUpdateOutcome.KeyRejected => !IsAuthenticated,
        _ => true,
    };

    /// <summary>Outcome and detail.</summary>
    public override string ToString() => $"{Outcome}: {Detail}";
}
