using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>What the pages say of compromises.</summary>
internal static class CompromiseWords
{
    /// <summary>The steps from the declaration to a world in which nothing rests on the key.</summary>
    public static IReadOnlyList<CompromiseStep> Steps { get; } =
    [
        CompromiseStep.Declared, CompromiseStep.Stopped, CompromiseStep.NewKey, CompromiseStep.Endorsed, CompromiseStep.Reissued,
        CompromiseStep.Republished,
    ];

    /// <summary>What is true once a step is reached.</summary>
    public static Sentence Of(CompromiseStep step) => step switch
    {
        CompromiseStep.Declared => Sentence.Of($"Declared: the key signs nothing"),
        CompromiseStep.Stopped => Sentence.Of($"Confirmed: the key never signs again"),
        CompromiseStep.NewKey => Sentence.Of($"There is a new key"),
        CompromiseStep.Endorsed => Sentence.Of($"The new key is endorsed"),
        CompromiseStep.Reissued => Sentence.Of($"All emblems are signed by the new key"),
        CompromiseStep.Republished => Sentence.Of($"All of them are seen in the DNS: nothing rests on the old key"),
        CompromiseStep.Left => Sentence.Of($"Ended by decision: what was left runs out by itself"),
        _ => Sentence.Of($"Taken back: the key stays suspended until it is resumed"),
    };

    /// <summary>How it stands with a compromise, in one or two words.</summary>
    public static Sentence State(KeyCompromise compromise) => compromise.Step switch
    {
        CompromiseStep.Declared => Sentence.Of($"to be confirmed"),
        CompromiseStep.Republished => Sentence.Of($"done"),
        CompromiseStep.Left => Sentence.Of($"ended by decision"),
        CompromiseStep.TakenBack => Sentence.Of($"taken back"),
        _ => Sentence.Of($"under way"),
    };

    /// <summary>The class of the mark before it.</summary>
    public static string Shade(KeyCompromise compromise) => compromise.Step switch
    {
        CompromiseStep.Declared => "bad",
        CompromiseStep.Republished => "good",
        CompromiseStep.Left or CompromiseStep.TakenBack => "",
        _ => "warn",
    };
}
