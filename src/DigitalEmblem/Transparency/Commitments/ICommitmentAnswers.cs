namespace DigitalEmblem;

/// <summary>What answers questions about commitments at once, without asking anybody.</summary>
internal interface ICommitmentAnswers
{
    /// <summary>What is taken as given, in sentences for a person.</summary>
    IReadOnlyList<string> Assumptions { get; }

    /// <summary>Who could have learned of it when it was gathered, in words.</summary>
    IReadOnlyList<string> Exposure { get; }

    /// <summary>What is known of a commitment.</summary>
    CommitmentEvidence ForCommitment(CommitmentClaim claim, CommitmentRules rules, DateTimeOffset at);
}
