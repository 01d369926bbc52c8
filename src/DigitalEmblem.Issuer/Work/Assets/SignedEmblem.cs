using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>The result of signing for one asset.</summary>
/// <param name="Asset">The asset, as it was when it was taken.</param>
/// <param name="Emblem">The signed emblem; null if none was signed.</param>
/// <param name="Sets">Its tokens, of each profile one at most, and what stood beside each when its set was judged.</param>
/// <param name="LeavesProfile">Whether it is in both profiles only until one can be left.</param>
/// <param name="Fault">If nothing was signed, why, for a person.</param>
internal sealed record SignedEmblem(
    Asset Asset, Emblem? Emblem, IReadOnlyList<(byte[] Token, IssuedChain Chain)> Sets, bool LeavesProfile, Sentence? Fault)
{
    /// <summary>Nothing was signed.</summary>
    public static SignedEmblem None(Asset asset, Sentence fault) => new(asset, null, [], false, fault);
}
