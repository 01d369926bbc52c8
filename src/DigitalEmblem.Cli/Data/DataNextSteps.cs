using DigitalEmblem.Data;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Data;

/// <summary>What a person can do after a check of data that did not end as "marked".</summary>
internal static class DataNextSteps
{
    public static IEnumerable<string> Of(DataCheck check)
    {
        bool Any(EntryStanding standing) => check.Counts.GetValueOrDefault(standing) > 0;
        bool signHolds = check.Verdict?.Outcome == VerdictOutcome.Marked;
        if (signHolds && check.Outcome == DataOutcome.Indeterminate && check.Terms is null && check.Root is { } root)
        {
            yield return $"Get the list of the files ({root.ManifestFileName}) from where the data were marked, and put it beside the "
                + "sign: the sign alone says nothing of any file.";
        }

        if (Any(EntryStanding.Unreadable))
        {
            yield return "Check again as a user who may read all files, while nobody writes to them.";
        }

        if (check.Part is not null && check.SignPath is { } sign)
        {
            yield return $"Check all that the sign covers: 'emblem data check {Path.GetDirectoryName(Path.GetDirectoryName(sign))}'.";
        }

        if (check.Outcome == DataOutcome.NotAccepted && signHolds)
        {
            if (check.Part is null && Any(EntryStanding.New) && !Any(EntryStanding.Changed) && !Any(EntryStanding.Missing))
            {
                yield return "If files may be added: --allow-new takes them as no difference. The sign says nothing of them.";
            }

            yield return "If these are your data and the change is yours: 'emblem data update' marks them as they are now.";
        }
    }
}
