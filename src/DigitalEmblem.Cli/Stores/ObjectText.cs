using DigitalEmblem.Cli.Data;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using Spectre.Console;

namespace DigitalEmblem.Cli.Stores;

/// <summary>What is said of objects of a store in other words than of files.</summary>
internal static class ObjectText
{
    /// <summary>How a marked folder that was uploaded is checked, two sentences.</summary>
    /// <param name="prefix">Its address, ended by <c>/</c>.</param>
    public static Sentence Download(string prefix) =>
        $"A marked folder that was uploaded is not compared in the store: download all of it, with its '.adem' ('aws s3 sync {prefix} "
            + $"FOLDER', or what your store has for it), and then 'emblem data check FOLDER'. Links and empty folders, which stores do not "
            + $"have, are missing then.";

    /// <summary>What was marked.</summary>
    public static void WriteMarked(
        DataMarked marked, OrganizationIdentifier issuer, ObjectAddress address, bool setsPointer, CommandContext context)
    {
        IAnsiConsole console = Terminal.Over(context);
        console.Line($"Marked {address} ({Amount.Bytes(marked.Bytes)}) for {issuer}, until {VerdictText.Instant(marked.Expires)}.");
        console.WriteLine();
        VerdictText.Fact(console, $"Sign", $"{marked.SignPath}");
        VerdictText.Fact(console, $"Root", $"{marked.Root.ToString()}");
        if (MarkedText.EarlierEnd(marked.Sign, marked.Expires) is { } end)
        {
            VerdictText.Fact(
                console,
                $"Ends earlier",
                $"An endorsement above the key ends on {VerdictText.Instant(end)}, and the sign is not accepted after that. "
                    + $"Renew the endorsement, and then mark again.");
        }

        if (setsPointer)
        {
            VerdictText.Fact(console, $"Metadata", $"x-amz-meta-adem has the root. The object was copied onto itself for that.");
        }

        console.WriteLine();
        console.Line($"Copies of the sign stay valid until it expires. After a change of the object, and before "
            + $"the sign ends: 'emblem data mark' again. To check it: 'emblem data check {address}'.");
    }

    /// <summary>What a person can do after a check of an object; null if the check was of something else.</summary>
    public static IEnumerable<Sentence>? NextSteps(DataCheck check)
    {
        if (!ObjectAddress.IsOne(check.SignPath))
        {
            return null;
        }

        List<Sentence> steps = [];
        if (check.Counts.GetValueOrDefault(EntryStanding.Unreadable) > 0)
        {
            steps.Add($"Check again while nobody writes to the object. It is read from its start each time.");
        }

        if (check.Outcome == DataOutcome.NotAccepted && check.Verdict?.Outcome == Verifier.VerdictOutcome.Marked)
        {
            steps.Add($"If this is your object and the change is yours: 'emblem data mark' marks it as it is now.");
        }

        return steps;
    }
}
