using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>What a call says of labels: callers that know nothing of them leave them as they are.</summary>
/// <param name="AreStated">Whether it says anything of them.</param>
/// <param name="Labels">What they are to be; null for none.</param>
internal readonly record struct LabelsToSet(bool AreStated, AssetLabels? Labels)
{
    /// <summary>They stay as they are.</summary>
    public static LabelsToSet AsTheyAre => default;

    /// <summary>Whether an asset has them already.</summary>
    public bool IsAlreadyOf(Asset asset) => !AreStated || Equals(asset.Labels, Labels);
}
