namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// That an asset has a label, as a row by which lists find it. What its labels are says the asset itself (<see cref="Asset.Labels"/>).
/// </summary>
internal sealed class LabelledAsset
{
    private LabelledAsset()
    {
    }

    /// <summary>The label, as <c>key=value</c>.</summary>
    public string Label { get; private init; } = "";

    /// <summary>The asset.</summary>
    public Guid AssetId { get; private init; }

    /// <summary>The row of a label of an asset.</summary>
    public static LabelledAsset Of(string label, Guid assetId) => new() { Label = label, AssetId = assetId };
}
