namespace DigitalEmblem.Data;

/// <summary>One generation of a volume.</summary>
/// <param name="Root">The root of its manifest.</param>
/// <param name="Head">The head, which was checked against the root.</param>
internal sealed record Generation(DataRoot Root, ManifestHead Head)
{
    /// <summary>Its number, from 1.</summary>
    public long Number => Head.Terms.Generation ?? 0;
}
