using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>The result of a look for the control record of an asset's zone, or its own.</summary>
/// <param name="Asset">The asset, as it was before.</param>
/// <param name="ByUpdate">Whether the service was to put the record there by itself.</param>
/// <param name="Zone">The zone whose record was there; null if it was the asset's own, or none.</param>
/// <param name="Found">What was found instead, and what to do, for a person; null if control is shown.</param>
internal sealed record ControlFinding(Asset Asset, bool ByUpdate, DomainName? Zone, Sentence? Found)
{
    /// <summary>Whether control of its zone is shown.</summary>
    public bool IsShown => Found is null;
}
