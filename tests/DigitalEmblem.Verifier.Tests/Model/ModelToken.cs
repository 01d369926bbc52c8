namespace DigitalEmblem.Verifier.Tests.Model;

internal enum Timing
{
    Valid,
    Expired,
    Future,
}

/// <summary>A token as plain facts: which of a few keys signed it, which one it endorses, and what it says. Without assets: an endorsement.</summary>
internal sealed record ModelToken
{
    public required bool IsEmblem { get; init; }

    public required string? Issuer { get; init; }

    public required int Signer { get; init; }

    public string? Subject { get; init; }

    public int Endorsed { get; init; }

    public bool MayEndorse { get; init; } = true;

    public int Purposes { get; init; } = 1;

    public bool HasLog { get; init; } = true;

    public Timing Timing { get; init; }

    public bool Corrupted { get; init; }
}
