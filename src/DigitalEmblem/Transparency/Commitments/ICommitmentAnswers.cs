namespace DigitalEmblem;

/// <summary>Answers questions about commitments at once, without a request to another party.</summary>
internal interface ICommitmentAnswers
{
    /// <summary>What is taken as given, in sentences for a person.</summary>
    IReadOnlyList<string> Assumptions { get; }

    /// <summary>Who could have learned of it when it was gathered, in words.</summary>
    IReadOnlyList<string> Exposure { get; }

    /// <summary>What is known of a commitment.</summary>
    CommitmentEvidence ForCommitment(CommitmentClaim claim, CommitmentRules rules, DateTimeOffset at);
}
