using DigitalEmblem.Data;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Data;

/// <summary>What a person can do after a check of data that did not end as "marked".</summary>
internal static class DataNextSteps
{
    public static IEnumerable<Sentence> Of(DataCheck check)
    {
        if (check.Terms?.Place is { } place)
        {
            foreach (Sentence step in PlaceSteps.Of(check, place))
            {
                yield return step;
            }

            yield break;
        }

        bool Any(EntryStanding standing) => check.Counts.GetValueOrDefault(standing) > 0;
        bool isArchive = check.Place == FoundPlace.Archive;
        bool signHolds = check.Verdict?.Outcome == VerdictOutcome.Marked;
        if (signHolds && check.Outcome == DataOutcome.Indeterminate && check.Terms is null && check.Root is { } root)
        {
            yield return isArchive
                ? Sentence.Of($"Get the archive again from where it was marked: its list of the files ({root.ManifestFileName}) is not in "
                    + $"it, or is another one, and the sign alone says nothing of any file.")
                : $"Get the list of the files ({root.ManifestFileName}) from where the data were marked, and put it beside the "
                    + $"sign: the sign alone says nothing of any file.";
        }

        if (signHolds && check.Volume?.Fault is not null)
        {
            yield return $"Get the list of that generation from another copy of the folder .adem, and put it beside the sign: the later "
                + $"lists name it, so that no other one is taken for it.";
        }

        if (Any(EntryStanding.Unreadable) && !isArchive)
        {
            yield return $"Check again as a user who may read all files, while nobody writes to them.";
        }

        string? folder = check.Part is null ? null : Path.GetDirectoryName(Path.GetDirectoryName(check.SignPath));
        if (folder is not null)
        {
            yield return $"Check all that the sign covers: 'emblem data check {folder}'.";
        }

        if (check.StatedHost is not null && check.Terms is not null)
        {
            yield return $"To check the data that the sign marks: leave out --at-host.";
        }
        else if (signHolds && check.Volume is { IsOlderThanAsked: true })
        {
            yield return $"Look for the copy that has the later generation before you rely on this one. Do not update this one: it would "
                + $"go on from the older generation.";
        }
        else if (check.Outcome == DataOutcome.NotAccepted && signHolds)
        {
            // A part that is new as a whole stays "not listed", also with the option, and a volume that holds nothing is not accepted.
            bool isOnlyNew = Any(EntryStanding.New) && !Any(EntryStanding.Changed) && !Any(EntryStanding.Missing);
            bool helps = Any(EntryStanding.Covered) || (check.Part is null && check.Volume is null);
            if (isOnlyNew && helps)
            {
                yield return $"If files may be added: --allow-new takes them as no difference. The sign says nothing of them.";
            }

            bool isChanged = Any(EntryStanding.Changed) || Any(EntryStanding.Missing) || Any(EntryStanding.New);
            if (!isChanged)
            {
                yield break;
            }

            yield return isArchive
                ? Sentence.Of($"If the archive is yours and so is the change: 'emblem data mark' with --into writes a new one, with a "
                    + $"sign for what is in it.")
                : folder is not null
                ? Sentence.Of($"If these are your data and the change is yours: 'emblem data update {folder}' marks the folder as it is "
                    + $"now.")
                : $"If these are your data and the change is yours: 'emblem data update' marks them as they are now.";
        }
    }
}
