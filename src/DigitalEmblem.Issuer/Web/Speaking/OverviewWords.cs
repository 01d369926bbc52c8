using DigitalEmblem.Issuer.Work.Standing;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>Whether all emblems are in force and seen, in one sentence, and what is amiss.</summary>
internal static class OverviewWords
{
    /// <summary>The sentence.</summary>
    public static Sentence Of(EmblemStanding emblems, DateTimeOffset? watchedAt)
    {
        if (emblems.Marked == 0)
        {
            return Sentence.Of($"No name is marked yet.");
        }

        if (emblems.AllSeen && watchedAt is { } at)
        {
            return Sentence.Counting(
                emblems.Marked,
                // The holes of both forms are the same.
                $"Your {emblems.Marked} emblem is in force, and the world sees it (looked at {at}).",
                $"All {emblems.Marked} emblems are in force, and the world sees them (looked at {at}).");
        }

        return Sentence.Counting(
            emblems.Marked,
            $"One name is marked, and its emblem was not seen in force.",
            $"{emblems.Seen} of {emblems.Marked} marked names have an emblem in force that the world sees.");
    }

    /// <summary>The class of the stylesheet for it.</summary>
    /// <param name="emblems">How the emblems stand.</param>
    /// <param name="isOld">Whether nobody has looked at all of them for long: what was seen then is no good news now.</param>
    public static string StyleOf(EmblemStanding emblems, bool isOld) => emblems switch
    {
        { Marked: 0 } => "",
        { AllSeen: true } => isOld ? "warn" : "good",
        { NotSeen: > 0 } => "bad",
        _ when emblems.InForce < emblems.Marked => "bad",
        _ => "warn",
    };

    /// <summary>What is amiss, one sentence for each; none if nothing is.</summary>
    /// <param name="emblems">How the emblems stand.</param>
    /// <param name="oldSince">The last look at all of them, if it is old; null if it is not.</param>
    public static IEnumerable<Sentence> Amiss(EmblemStanding emblems, DateTimeOffset? oldSince)
    {
        if (oldSince is { } last && emblems.Marked > 0)
        {
            yield return Sentence.Of($"No round has looked at all names since {last}: the world may see something else by now.");
        }

        int ended = emblems.Marked - emblems.InForce;
        if (ended > 0)
        {
            yield return Sentence.Counting(ended, $"One has no emblem in force.", $"{ended} have no emblem in force.");
        }

        if (emblems.NotSeen > 0)
        {
            yield return Sentence.Counting(
                emblems.NotSeen,
                $"At one the world sees no emblem of ours, or something else.",
                $"At {emblems.NotSeen} the world sees no emblem of ours, or something else.");
        }

        if (emblems.CouldNotLook > 0)
        {
            yield return Sentence.Counting(
                emblems.CouldNotLook,
                $"One could not be looked at: what the world sees there is not known.",
                $"{emblems.CouldNotLook} could not be looked at: what the world sees there is not known.");
        }

        if (emblems.NotLooked > 0)
        {
            yield return Sentence.Counting(
                emblems.NotLooked, $"One was not looked at yet.", $"{emblems.NotLooked} were not looked at yet.");
        }
    }
}
