using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Data;

/// <summary>The first line of an answer about data: enough for a reader who reads nothing else.</summary>
internal static class CheckSentence
{
    /// <summary>The line.</summary>
    public static Sentence Of(DataCheck check, CheckTally tally) => check.Outcome switch
    {
        DataOutcome.Marked when check is { Verdict: { } verdict, Terms.Place: { } place } => Place(check, verdict, place),
        DataOutcome.Marked when check.Verdict is { } verdict => Marked(check, verdict, tally),
        DataOutcome.NotMarked => $"Not marked. {Reason(check)} That is no statement that the data are unprotected.",
        DataOutcome.Invalid => $"Invalid. {Reason(check)}",
        DataOutcome.NotAccepted when check is { Verdict.Outcome: VerdictOutcome.Marked, StatedHost: not null, HostVerdict: null } =>
            $"Not the marked place. {Reason(check)}",
        DataOutcome.NotAccepted when check.HostVerdict is not null => $"Not accepted. {Reason(check)}",
        DataOutcome.NotAccepted when check.Verdict?.Outcome == VerdictOutcome.Marked => $"Not as marked. {Reason(check)}",
        DataOutcome.NotAccepted => $"Not accepted. {Reason(check)}",
        _ => $"Could not find out. {Reason(check)}",
    };

    private static Sentence Reason(DataCheck check) => HandedWords.Text(check.Reason);

    private static Sentence Place(DataCheck check, Verdict verdict, DataPlace place) => Sentences.Following(
        $"Marked as a place. This is {PlaceWords.Of(place)} as {verdict.Issuer} marked it, and {place.Host} bears an emblem of its own; "
            + $"the sign {LibraryWords.Expiry(verdict)}. The data that lie there were not checked: the sign says nothing of them.",
        Notice(check),
        LibraryWords.Caveat(verdict));

    private static Sentence Marked(DataCheck check, Verdict verdict, CheckTally tally)
    {
        Sentence covered = tally.Covered(check.BytesCovered);
        Sentence issuer = verdict.Issuer is { } named ? Sentence.Of($"{named}") : $"a key that names no organization";
        Sentence expiry = LibraryWords.Expiry(verdict);
        Sentence first = (tally.IsOne, check.Volume) switch
        {
            (true, null) => $"Marked. {covered} is as {issuer} marked it; the sign {expiry}.",
            (false, null) => $"Marked. {covered} are as {issuer} marked them; the sign {expiry}.",
            (true, { } volume) => $"Marked. {covered} is as {issuer} marked it, up to generation {volume.Generation} of a volume, which "
                + $"does not prove that nothing was removed; the sign {expiry}.",
            (false, { } volume) => $"Marked. {covered} are as {issuer} marked them, up to generation {volume.Generation} of a volume, "
                + $"which does not prove that nothing was removed; the sign {expiry}.",
        };
        return Sentences.Following(
            first, Part(check), Removed(check), New(check), Excluded(check), Notice(check), LibraryWords.Caveat(verdict));
    }

    private static Sentence? Removed(DataCheck check) => check.Counts.GetValueOrDefault(EntryStanding.NoLongerHeld) is > 0 and var number
        ? Sentence.Counting(
            number, $"{number:N0} listed entry is no longer held.", $"{number:N0} listed entries are no longer held.")
        : null;

    private static Sentence? Part(DataCheck check) => check.Part is { } part
        ? Sentence.Of($"Only '{PathText.Of(part)}' was checked, and nothing else that the sign covers.")
        : null;

    private static Sentence? New(DataCheck check) => check.Counts.GetValueOrDefault(EntryStanding.New) is > 0 and var number
        ? Sentence.Counting(number, $"{number:N0} new entry is not covered.", $"{number:N0} new entries are not covered.")
        : null;

    private static Sentence? Excluded(DataCheck check) => check.Terms?.Exclusions.Count is > 0 and { } number
        ? Sentence.Counting(number, $"The sign leaves out {number:N0} path.", $"The sign leaves out {number:N0} paths.")
        : null;

    private static Sentence? Notice(DataCheck check) =>
        check.NoticeChanged ? Sentence.Of($"{DataNotice.FileName} is not the text for this sign.") : null;
}
