using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>The result of a look for an asset's challenge.</summary>
/// <param name="Asset">The asset, as it was before.</param>
/// <param name="IsShown">Whether control of its zone is shown.</param>
/// <param name="Found">If not, what was found instead, and what to do, for a person.</param>
internal sealed record ControlFinding(Asset Asset, bool IsShown, Sentence? Found);
