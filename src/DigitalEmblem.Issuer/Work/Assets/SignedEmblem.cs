using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>What came of signing for one asset.</summary>
/// <param name="Asset">The asset, as it was when it was taken.</param>
/// <param name="Emblem">What was signed; null if nothing was.</param>
/// <param name="Token">The signed token.</param>
/// <param name="Fault">If nothing was signed, why, for a person.</param>
internal sealed record SignedEmblem(Asset Asset, Emblem? Emblem, byte[]? Token, string? Fault);
