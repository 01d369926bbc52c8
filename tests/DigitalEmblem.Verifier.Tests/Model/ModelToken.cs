namespace DigitalEmblem.Verifier.Tests.Model;

internal enum Timing
{
    /// <summary>Valid, and ten minutes later as well.</summary>
    Valid,

    Expired,

    /// <summary>Not valid, and ten minutes later neither.</summary>
    Future,

    /// <summary>Not valid, and ten minutes later it is.</summary>
    Soon,

    /// <summary>Valid, and ten minutes later no longer.</summary>
    Ending,
}

/// <summary>
/// A token as plain facts: which of a few keys signed it, which one it endorses, and what it says. Without assets: an endorsement.
/// </summary>
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
