namespace DigitalEmblem;

/// <summary>
/// Which commitments decide what sets of tokens show, and by which rules they are verified. They follow from the tokens alone. Immutable.
/// </summary>
public sealed class CommitmentQuestions
{
    internal CommitmentQuestions(IReadOnlyList<SetQuestions> sets, CommitmentRules rules)
    {
        Sets = sets;
        Rules = rules;
    }

    /// <summary>The questions of each set, in the order of the sets.</summary>
    public IReadOnlyList<SetQuestions> Sets { get; }

    /// <summary>How strictly the commitments are verified.</summary>
    public CommitmentRules Rules { get; }

    /// <summary>Questions about commitments by themselves, which no set of tokens asks.</summary>
    /// <param name="claims">What is claimed.</param>
    /// <param name="rules">How strictly the commitments are verified.</param>
    public static CommitmentQuestions About(IEnumerable<CommitmentClaim> claims, CommitmentRules rules)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(rules);
        return new CommitmentQuestions([.. claims.Select(claim => new SetQuestions(claim, [], null))], rules);
    }
}
