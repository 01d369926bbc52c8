namespace DigitalEmblem;

/// <summary>The claims of an emblem (core-02, claims): it marks assets for certain purposes.</summary>
public sealed record Emblem : EmblemToken
{
    /// <summary>The assets that are marked; at least one.</summary>
    public required ValueList<AssetIdentifier> Assets { get; init; }

    /// <summary>
    /// What the sign stands for. Required in the CWT profile; null if a JWS emblem does not state it, and then it
    /// satisfies no constraint on purposes.
    /// </summary>
    public Purposes? Purposes { get; init; }

    /// <summary>The channels the emblem is distributed by (<c>dst</c>; JWS profile only); null if not stated.</summary>
    public ValueList<string>? Channels { get; init; }
}
