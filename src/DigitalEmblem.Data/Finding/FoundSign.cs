using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>
/// A sign that was found, judged by itself: whether the data beside it are those it was made for is not looked at. A name of a sign with
/// something malformed, unreadable or planted behind it is found as well, with a fault.
/// </summary>
public sealed record FoundSign
{
    /// <summary>What it marks, as a path; what is not UTF-8 is replaced.</summary>
    public required string Path { get; init; }

    /// <summary>The bytes of the path.</summary>
    public required ReadOnlyMemory<byte> PathBytes { get; init; }

    /// <summary>In which form it was found.</summary>
    public required FoundPlace Place { get; init; }

    /// <summary>How it is judged by itself: never <see cref="DataOutcome.NotMarked"/>.</summary>
    public required DataOutcome Outcome { get; init; }

    /// <summary>Why, in one sentence for a person.</summary>
    public required string Reason { get; init; }

    /// <summary>The root that it names; null if it could not be read.</summary>
    public DataRoot? Root { get; init; }

    /// <summary>The verdict of the policy; null if it could not be read.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Who signed, as the emblem says; null if it names no organization or could not be read.</summary>
    public OrganizationIdentifier? Issuer { get; init; }

    /// <summary>For what purposes, as the emblem says.</summary>
    public Purposes? Purposes { get; init; }

    /// <summary>Until when, as the emblem says.</summary>
    public DateTimeOffset? Expires { get; init; }
}
