using DigitalEmblem.Data.Places;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>
/// What a caller asks for that the sign of a single content, or of an archive, never shows: a place, or a generation of a volume
/// (data-emblem, outcomes). A sign whose list could not be read, or is none of content, stays as it is judged.
/// </summary>
internal static class AskedFor
{
    /// <summary>The check of content; not accepted if something else was asked for.</summary>
    public static DataCheck OfContent(DataCheck check, DataCheckOptions options) =>
        check.Verdict?.Outcome != VerdictOutcome.Marked || check.Terms?.Kind != DataKind.Content ? check
        : options.StatedHost is { } host ? PlaceJudge.Content(check with { StatedHost = host })
        : options.LeastGeneration is { } least ? check with { Outcome = DataOutcome.NotAccepted, Reason = VolumeCheck.NoVolume(least) }
        : check;
}
