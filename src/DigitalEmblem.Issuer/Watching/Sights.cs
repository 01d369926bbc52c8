using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>What the facts of a look say about what the world sees. It is a pure function of the facts.</summary>
internal static class Sights
{
    private const int LongestList = 500;

    /// <summary>The sight of a name.</summary>
    public static Sight Of(NameFacts facts)
    {
        NameStanding world = facts.World;
        bool isShown = world.OfEmblems.Count > 0;
        if (facts.HasOwn(world) && IsAccepted(facts))
        {
            return new Sight(WorldSees.OurEmblem, Endorsers(facts.Verdict), facts.Verdict.ValidUntil, null);
        }

        // One type that was not answered may hold the emblem, so that its absence was not seen.
        return world.Unanswered is { } unanswered && !isShown
            ? new Sight(WorldSees.CouldNotLook, "", null, unanswered.Attempts is [.., var why] ? why : unanswered.Outcome.ToString())
            : new Sight(isShown ? WorldSees.SomethingElse : WorldSees.Nothing, "", null, null);
    }

    /// <summary>
    /// Whether our own verifier accepts what is shown. Indeterminate means here that one type could not be fetched, which says nothing
    /// against the set that was seen.
    /// </summary>
    private static bool IsAccepted(NameFacts facts) => facts.Verdict.Outcome == VerdictOutcome.Marked
        || (facts.Verdict.Outcome == VerdictOutcome.Indeterminate && !facts.World.IsAnswered && facts.IsOurs(facts.World));

    private static string Endorsers(Verdict verdict)
    {
        // Whole names only: a list that is cut off within one would name another organization.
        string all = "";
        foreach (OrganizationIdentifier endorser in verdict.EndorsedBy)
        {
            string longer = all.Length == 0 ? endorser.ToString() : $"{all} {endorser}";
            if (longer.Length > LongestList)
            {
                break;
            }

            all = longer;
        }

        return all;
    }
}
