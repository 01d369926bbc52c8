namespace DigitalEmblem.Verifier;

/// <summary>
/// Verifies sets of tokens by the procedure of core-02 (spec/validation.md). Pure: it opens nothing, looks at no clock, and gives the same result for the same input in any
/// order of tokens. Immutable and thread-safe.
/// </summary>
public sealed class EmblemVerifier
{
    private readonly VerifierOptions _options;

    /// <summary>A verifier for the given material.</summary>
    /// <param name="options">Keys, skew and limits; null for none, zero and the default ones.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public EmblemVerifier(VerifierOptions? options = null) => _options = (options ?? new VerifierOptions()).Checked();

    /// <summary>Verifies every set of the input.</summary>
    /// <param name="tokens">What was read.</param>
    /// <param name="evidence">What is known of commitments.</param>
    /// <param name="at">The instant of judgement.</param>
    public VerifiedTokens Verify(UnverifiedTokens tokens, Evidence evidence, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(evidence);
        at = at.ToUniversalTime();
        CommitmentEvidence Commitments(CommitmentClaim claim) => evidence.ForCommitment(claim, _options.Commitments, at);
        return new VerifiedTokens(
            tokens, [.. tokens.Sets.Select(set => Verify(set, Commitments, at))], at, _options.TrustedKeys.Count > 0, evidence);
    }

    private VerifiedSet Verify(UnverifiedSet input, Func<CommitmentClaim, CommitmentEvidence> commitments, DateTimeOffset at)
    {
        var set = new VerifiedSet(input);

        // Steps 0 to 2: which tokens count at all.
        Authentication.Run(set, input, _options, at);

        // Steps 3 and 4: one emblem, and under it one chain of its issuer.
        if (!SignedProcedure.Run(set, _options.Limits))
        {
            return set;
        }

        // Step 5: an emblem that names nobody is signed, and can be no more.
        if (set.Emblem!.Claims!.Issuer is null)
        {
            return set.Conclude(SecurityLevel.Signed);
        }

        // Steps 6 and 7: the organization that it names, and others that endorse that one.
        if (!OrganizationalProcedure.Run(set, commitments, out bool known))
        {
            return set;
        }

        EndorsedProcedure.Run(set, commitments, known);
        return set;
    }
}
