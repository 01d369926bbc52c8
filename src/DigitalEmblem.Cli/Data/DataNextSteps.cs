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

        if (signHolds && check.Volume?.Fault is not null)
        {
            yield return "Get the list of that generation from another copy of the folder .adem, and put it beside the sign: the later "
                + "lists name it, so that no other one is taken for it.";
        }

        if (Any(EntryStanding.Unreadable))
        {
            yield return "Check again as a user who may read all files, while nobody writes to them.";
        }

        if (signHolds && check.Volume is { IsOlderThanAsked: true })
        {
            yield return "Look for the copy that has the later generation before you rely on this one. Do not update this one: it would go "
                + "on from the older generation.";
        }
        else if (check.Outcome == DataOutcome.NotAccepted && signHolds)
        {
            // A volume that holds nothing of what is listed is not accepted with it either.
            bool helps = check.Volume is null || Any(EntryStanding.Covered) || Any(EntryStanding.CoveredRenamed);
            if (helps && Any(EntryStanding.New) && !Any(EntryStanding.Changed) && !Any(EntryStanding.Missing))
            {
                yield return "If files may be added: --allow-new takes them as no difference. The sign says nothing of them.";
            }

            if (Any(EntryStanding.New) || Any(EntryStanding.Changed) || Any(EntryStanding.Missing))
            {
                yield return "If these are your data and the change is yours: 'emblem data update' marks them as they are now.";
            }
        }
    }
}
