namespace DigitalEmblem.Issuer.Api;

/// <summary>The call itself has a fault, for example in a header. A call that the domain does not allow is a refusal instead.</summary>
/// <param name="kind">The kind of problem.</param>
/// <param name="detail">What is wrong, and what to do.</param>
/// <param name="more">Further members of the problem; none by default.</param>
internal sealed class ApiException(ProblemKind kind, string detail, IReadOnlyDictionary<string, object?>? more = null) : Exception(detail)
{
    public ProblemKind Kind { get; } = kind;

    public IReadOnlyDictionary<string, object?> More { get; } = more ?? new Dictionary<string, object?>();
}
