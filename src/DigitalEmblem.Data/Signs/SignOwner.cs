using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>
/// Who made a sign. Commitments need not be asked about, where one owner is compared with another: the same root key is the same owner.
/// </summary>
/// <param name="Issuer">The organization; null if the sign names none.</param>
/// <param name="RootKey">The key at the top of its own chain.</param>
internal sealed record SignOwner(OrganizationIdentifier? Issuer, VerificationKey RootKey)
{
    /// <summary>Who made a sign; null if it was not valid when it was made, so that anyone may have written it.</summary>
    public static SignOwner? Of(DataSign sign)
    {
        Verdict verdict = sign.Assume(sign.Claims.IssuedAt ?? sign.Claims.Validity.NotBefore);
        return verdict.Outcome == VerdictOutcome.Marked
            && verdict.Deciding?.Set is { } set
            && (set.InternalChain.Count > 0 ? set.InternalChain[0] : set.Emblem)?.Key is { } root
            ? new SignOwner(verdict.Issuer, root)
            : null;
    }
}
