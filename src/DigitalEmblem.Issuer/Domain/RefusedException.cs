namespace DigitalEmblem.Issuer.Domain;

/// <summary>The domain does not allow what was asked. Nothing was changed.</summary>
internal sealed class RefusedException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="refusal">The rule.</param>
    /// <param name="message">For a person: what is wrong, and what to do next.</param>
    public RefusedException(Refusal refusal, string message)
        : base(message) => Refusal = refusal;

    /// <summary>Which rule it was.</summary>
    public Refusal Refusal { get; }
}
