using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>What <c>emblem data find</c> returns.</summary>
internal static class FindExit
{
    private static readonly DataOutcome[] GravestFirst = [DataOutcome.Invalid, DataOutcome.Indeterminate, DataOutcome.NotAccepted];

    /// <summary>
    /// One accepted sign is an answer that nothing beside it takes back, such as a file that was planted. Otherwise the gravest, where
    /// what was not read counts as undecided.
    /// </summary>
    public static int Of(IReadOnlySet<DataOutcome> outcomes, DataFound found)
    {
        if (outcomes.Contains(DataOutcome.Marked))
        {
            return ExitCode.Done;
        }

        HashSet<DataOutcome> all = [.. outcomes];
        if (!found.IsComplete)
        {
            all.Add(DataOutcome.Indeterminate);
        }

        return all.Count == 0 ? ExitCode.NotFound : (int)GravestFirst.First(all.Contains);
    }
}
