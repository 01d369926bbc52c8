using DigitalEmblem.Data;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Data;

/// <summary>What a person can do after a check of a place that did not end as "marked".</summary>
internal static class PlaceSteps
{
    public static IEnumerable<Sentence> Of(DataCheck check, DataPlace place)
    {
        if (check.Outcome == DataOutcome.Marked || check.Verdict?.Outcome != VerdictOutcome.Marked)
        {
            yield break;
        }

        bool isDatabase = place.Kind == PlaceKinds.PostgreSqlDatabase;
        if (check.StatedHost is null)
        {
            yield return $"If you know on which host this is, state it: --at-host HOST. Take its name from how you came here, and not from "
                + $"the sign.";
        }

        if (isDatabase && check.Facts.Any(f => f.Standing == FactStanding.Reported))
        {
            yield return $"Connect so that the connection shows where it ends: Host={place.Host};SSL Mode=VerifyFull, or a Unix socket on "
                + $"the host itself.";
        }

        if (check.HostVerdict is { Outcome: not VerdictOutcome.Marked })
        {
            yield return $"See what the host itself shows: emblem check {place.Host}";
        }

        if (check.Facts.Any(f => f.Standing == FactStanding.Different))
        {
            yield return $"If this is your place and it was moved: 'emblem data place' marks it where it is now.";
        }
    }
}
