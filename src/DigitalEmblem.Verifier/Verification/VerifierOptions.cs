namespace DigitalEmblem.Verifier;

/// <summary>What a verifier is built from.</summary>
public sealed record VerifierOptions
{
    /// <summary>
    /// Public keys at hand beside those in the input; known, not trusted: <see cref="TrustPolicy.TrustedKeys"/> says which are.
    /// </summary>
    public ValueList<VerificationKey> Keys { get; init; } = [];

    /// <summary>How far clocks may differ; zero to one day. Each token's validity is widened by it on both sides.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// How slow this computer's clock may be; zero to one day, ten minutes by default. A set that is invalid now, and would not be invalid
    /// that much later, is <see cref="SecurityLevel.Unknown"/> (decisions.md, 33). Unlike <see cref="ClockSkew"/> it makes nothing valid.
    /// </summary>
    public TimeSpan SlowClock { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How strictly root key commitments are verified.</summary>
    public CommitmentRules Commitments { get; init; } = CommitmentRules.Default;

    /// <summary>Limits on chains; the limits on input were applied when it was read.</summary>
    public TokenLimits Limits { get; init; } = TokenLimits.Default;

    /// <summary>
    /// How many signatures of one set are checked at once; 1 to 64. More than one gives the answer sooner, but is not less work: where many
    /// sets are verified at once, 1 is best. By default 4, or the number of processors if there are fewer.
    /// </summary>
    public int SignatureParallelism { get; init; } = Math.Min(Environment.ProcessorCount, 4);

    /// <summary>
    /// The cache of what was read and checked before; 16 MiB by default. The results for whole inputs take as much memory again.
    /// <see cref="VerificationCache.None"/> turns both off.
    /// </summary>
    public VerificationCache Cache { get; init; } = new();

    internal VerifierOptions Checked()
    {
        if (SignatureParallelism is < 1 or > 64)
        {
            throw new ArgumentException("1 to 64 signatures may be checked at once.");
        }

        if (ClockSkew < TimeSpan.Zero || ClockSkew > TimeSpan.FromDays(1))
        {
            throw new ArgumentException("The clock skew must be between zero and one day.");
        }

        if (SlowClock < TimeSpan.Zero || SlowClock > TimeSpan.FromDays(1))
        {
            throw new ArgumentException("A clock may be slow by zero to one day.");
        }

        VerifierOptions all = this with { Commitments = Commitments with { ClockSkew = ClockSkew } };
        all.Commitments.Validate();
        return all;
    }
}
