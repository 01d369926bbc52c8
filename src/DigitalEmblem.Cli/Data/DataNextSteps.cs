using DigitalEmblem.Data;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Data;

/// <summary>What a person can do after a check of data that did not end as "marked".</summary>
internal static class DataNextSteps
{
    public static IEnumerable<string> Of(DataCheck check)
    {
        if (check.Terms?.Place is { } place)
        {
            foreach (string step in PlaceSteps.Of(check, place))
            {
                yield return step;
            }

            yield break;
        }

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

        if (check.StatedHost is not null && check.Terms is not null)
        {
            yield return "To check the data that the sign marks: leave out --at-host.";
        }
        else if (check.Outcome == DataOutcome.NotAccepted && signHolds)
        {
            if (Any(EntryStanding.New) && !Any(EntryStanding.Changed) && !Any(EntryStanding.Missing))
            {
                yield return "If files may be added: --allow-new takes them as no difference. The sign says nothing of them.";
            }

            yield return "If these are your data and the change is yours: 'emblem data update' marks them as they are now.";
        }
    }
}
