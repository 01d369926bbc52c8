using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data.Archives;

/// <summary>What the verdict on a sign alone means for its data, before these are looked at.</summary>
internal static class SignOutcome
{
    public static DataOutcome Of(Verdict verdict) => verdict.Outcome switch
    {
        VerdictOutcome.Marked => DataOutcome.Marked,
        VerdictOutcome.Invalid => DataOutcome.Invalid,
        VerdictOutcome.NotAccepted => DataOutcome.NotAccepted,
        _ => DataOutcome.Indeterminate,
    };
}
