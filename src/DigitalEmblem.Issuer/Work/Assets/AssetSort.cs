namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>The order of a list of assets.</summary>
internal enum AssetSort
{
    /// <summary>By name.</summary>
    Name = 0,

    /// <summary>By the end of the emblem, the next first; those without an emblem come last. Alike ones by name.</summary>
    EmblemEnd,
}
