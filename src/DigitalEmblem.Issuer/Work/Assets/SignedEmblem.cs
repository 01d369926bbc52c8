using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>The result of signing for one asset.</summary>
/// <param name="Asset">The asset, as it was when it was taken.</param>
/// <param name="Emblem">The emblem, as it is recorded; null if none was signed.</param>
/// <param name="RenewAt">When the next one is due.</param>
/// <param name="Chains">What stood beside its tokens when their sets were judged.</param>
/// <param name="LeavesProfile">Whether it is in both profiles only until one can be left.</param>
/// <param name="Fault">If nothing was signed, why, for a person.</param>
/// <param name="IsRefused">Whether our own verifier refused what was signed.</param>
internal sealed record SignedEmblem(
    Asset Asset,
    IssuedEmblem? Emblem,
    DateTimeOffset RenewAt,
    IReadOnlyList<IssuedChain> Chains,
    bool LeavesProfile,
    Sentence? Fault,
    bool IsRefused = false)
{
    /// <summary>Nothing was signed.</summary>
    public static SignedEmblem None(Asset asset, Sentence fault, bool isRefused = false) =>
        new(asset, null, default, [], false, fault, isRefused);
}
