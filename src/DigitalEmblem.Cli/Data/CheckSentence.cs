using System.Globalization;
using DigitalEmblem.Data;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Data;

/// <summary>The first line of an answer about data: enough for a reader who reads nothing else.</summary>
internal static class CheckSentence
{
    /// <summary>The line.</summary>
    public static string Of(DataCheck check, CheckTally tally) => check.Outcome switch
    {
        DataOutcome.Marked when check is { Verdict: { } verdict, Terms.Place: { } place } => Place(check, verdict, place),
        DataOutcome.Marked when check.Verdict is { } verdict => Marked(check, verdict, tally),
        DataOutcome.NotMarked => $"Not marked. {check.Reason} That is no statement that the data are unprotected.",
        DataOutcome.Invalid => $"Invalid. {check.Reason}",
        DataOutcome.NotAccepted when check is { Verdict.Outcome: VerdictOutcome.Marked, StatedHost: not null, HostVerdict: null } =>
            $"Not the marked place. {check.Reason}",
        DataOutcome.NotAccepted when check.HostVerdict is not null => $"Not accepted. {check.Reason}",
        DataOutcome.NotAccepted when check.Verdict?.Outcome == VerdictOutcome.Marked => $"Not as marked. {check.Reason}",
        DataOutcome.NotAccepted => $"Not accepted. {check.Reason}",
        _ => $"Could not find out. {check.Reason}",
    };

    private static string Place(DataCheck check, Verdict verdict, DataPlace place) =>
        $"Marked as a place. This is {PlaceWords.Of(place)} as {verdict.Issuer} marked it, and {place.Host} bears an emblem of its own; "
            + $"the sign {verdict.Expiry()}. The data that lie there were not checked: the sign says nothing of them.{Notice(check)}"
            + verdict.Caveat();

    private static string Marked(DataCheck check, Verdict verdict, CheckTally tally)
    {
        string issuer = verdict.Issuer?.ToString() ?? "a key that names no organization";
        (string verb, string what) = tally.IsOne ? ("is", "it") : ("are", "them");
        return $"Marked. {tally.Covered(check.BytesCovered)} {verb} as {issuer} marked {what}{Volume(check)};"
            + $" the sign {verdict.Expiry()}.{Part(check)}{Removed(check)}{New(check)}{Excluded(check)}{Notice(check)}{verdict.Caveat()}";
    }

    private static string Volume(DataCheck check) => check.Volume is { } volume
        ? string.Create(CultureInfo.InvariantCulture, $", up to generation {volume.Generation} of a volume")
            + ", which does not prove that nothing was removed"
        : "";

    private static string Removed(DataCheck check) => check.Counts.GetValueOrDefault(EntryStanding.NoLongerHeld) is > 0 and var number
        ? $" {Amount.Of(number, "listed entry is", "listed entries are")} no longer held."
        : "";

    private static string Part(DataCheck check) => check.Part is { } part
        ? $" Only '{PathText.Of(part)}' was checked, and nothing else that the sign covers."
        : "";

    private static string New(DataCheck check) => check.Counts.GetValueOrDefault(EntryStanding.New) is > 0 and var number
        ? $" {Amount.Of(number, "new entry is", "new entries are")} not covered."
        : "";

    private static string Excluded(DataCheck check) => check.Terms?.Exclusions.Count is > 0 and { } number
        ? $" The sign leaves out {Amount.Of(number, "path")}."
        : "";

    private static string Notice(DataCheck check) => check.NoticeChanged ? $" {DataNotice.FileName} is not the text for this sign." : "";
}
