using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>The result of signing for one asset.</summary>
/// <param name="Asset">The asset, as it was when it was taken.</param>
/// <param name="Emblem">The signed emblem; null if none was signed.</param>
/// <param name="Token">The signed token.</param>
/// <param name="Chain">What stood beside it when its set was judged.</param>
/// <param name="Fault">If nothing was signed, why, for a person.</param>
internal sealed record SignedEmblem(Asset Asset, Emblem? Emblem, byte[]? Token, IssuedChain? Chain, string? Fault)
{
    /// <summary>Nothing was signed.</summary>
    public static SignedEmblem None(Asset asset, string fault) => new(asset, null, null, null, fault);
}
