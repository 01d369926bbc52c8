using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.DataMarks;

/// <summary>The result of signing for data.</summary>
/// <param name="Data">The data, as they were when they were taken.</param>
/// <param name="Emblem">The signed emblem; null if none was signed.</param>
/// <param name="Token">Its token; empty if none was signed.</param>
/// <param name="Chain">What stood beside it when the sign was judged; null if none was signed.</param>
/// <param name="Fault">If nothing was signed, why, for a person.</param>
/// <param name="IsRefused">Whether our own verifier refused what was signed.</param>
internal sealed record SignedData(
    MarkedData Data, Emblem? Emblem, byte[] Token, IssuedChain? Chain, Sentence? Fault, bool IsRefused = false)
{
    /// <summary>Nothing was signed.</summary>
    public static SignedData None(MarkedData data, Sentence fault, bool isRefused = false) =>
        new(data, null, [], null, fault, isRefused);
}
