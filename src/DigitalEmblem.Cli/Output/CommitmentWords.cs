namespace DigitalEmblem.Cli.Output;

/// <summary>What is known of a commitment, before what it is of.</summary>
internal static class CommitmentWords
{
    public static Sentence Of(CommitmentOutcome outcome, Sentence what) => outcome switch
    {
        CommitmentOutcome.Proven => $"proven: {what}",
        CommitmentOutcome.Assumed => $"assumed: {what}",
        CommitmentOutcome.Refuted => $"refuted: {what}",
        _ => $"unavailable: {what}",
    };
}
