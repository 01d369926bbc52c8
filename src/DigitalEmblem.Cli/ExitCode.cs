using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli;

/// <summary>What the command returns (decisions.md, 13).</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int NotFound = 1;
    public const int Undecodable = 2;
    public const int Unknown = 3;
    public const int NotAccepted = 4;
    public const int Usage = 64;

    /// <summary>A fault of this program (EX_SOFTWARE): no answer of any kind.</summary>
    public const int Fault = 70;

    /// <summary>A signal stopped the command. Shells report the same code for a command that Ctrl-C ended.</summary>
    public const int Stopped = 130;

    private static readonly VerdictOutcome[] GravestFirst =
        [VerdictOutcome.Invalid, VerdictOutcome.Indeterminate, VerdictOutcome.NotAccepted, VerdictOutcome.NotMarked, VerdictOutcome.Marked];

    public static int Of(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Marked => 0,
        VerdictOutcome.NotMarked => 1,
        VerdictOutcome.Invalid => 2,
        VerdictOutcome.NotAccepted => 4,
        _ => 3,
    };

    /// <summary>The code of the gravest outcome, for several names.</summary>
    public static int OfGravest(IEnumerable<VerdictOutcome> outcomes) => Of(GravestFirst.First(outcomes.ToHashSet().Contains));
}
