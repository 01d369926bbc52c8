using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>The result of signing for one asset.</summary>
/// <param name="Asset">The asset, as it was when it was taken.</param>
/// <param name="Emblem">The signed emblem; null if none was signed.</param>
/// <param name="Token">The signed token.</param>
/// <param name="Fault">If nothing was signed, why, for a person.</param>
internal sealed record SignedEmblem(Asset Asset, Emblem? Emblem, byte[]? Token, string? Fault);
