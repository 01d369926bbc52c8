using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using Spectre.Console;

namespace DigitalEmblem.Cli.Data;

/// <summary>What an answer says of a volume, for a person.</summary>
internal static class VolumeText
{
    /// <summary>Generation and root, for a person to note.</summary>
    public static void WriteFacts(IAnsiConsole console, DataCheck check)
    {
        if (check.Volume is { } volume)
        {
            VerdictText.Fact(console, $"Volume", $"generation {volume.Generation}, root {check.Root}; note both");
        }
    }

    /// <summary>Manifests beside the sign that it does not name, a line each.</summary>
    /// <param name="others">The first ones.</param>
    /// <param name="more">How many more there are.</param>
    public static IEnumerable<Sentence> Others(IReadOnlyList<OtherGeneration> others, long more)
    {
        foreach (OtherGeneration other in others)
        {
            yield return other.RootOfSign is { } own
                ? Sentence.Of($"Generation {other.Generation}: {other.Root}, and the sign goes back to {own}. Two copies were updated "
                    + $"apart, an older sign was put in place before an update, a run was interrupted, or a person put the list there.")
                : $"Generation {other.Generation}: {other.Root}, later than the sign. An older sign was put in place, a run "
                    + $"was interrupted, or a person put the list there.";
        }

        if (more > 0)
        {
            yield return Sentence.Counting(more, $"{more:N0} more list is in .adem.", $"{more:N0} more lists are in .adem.");
        }

        if (others.Count > 0)
        {
            yield return $"Each is a file in .adem whose name is the beginning of its root. Keep it until you know where it is from: it "
                + $"changes no answer.";
        }
    }

    /// <summary>The title above them.</summary>
    public static Sentence OthersTitle => $"Lists of other generations, which are not signed";

    /// <summary>What no check of a volume shows.</summary>
    public static IEnumerable<Sentence> Limits(DataCheck check) => check.Volume is { } volume
        ?
        [
            $"That nothing was removed: a volume lists what was added, and what is gone is no difference.",
            $"That this is the newest generation: if you have seen one after {volume.Generation}, ask for it with --generation.",
        ]
        : [];
}
