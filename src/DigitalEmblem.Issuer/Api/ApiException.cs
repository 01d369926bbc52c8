namespace DigitalEmblem.Issuer.Api;

/// <summary>A call cannot be answered as it is made: a fault of the call, not of what it asks for.</summary>
/// <param name="kind">Which.</param>
/// <param name="detail">What is wrong, and what to do.</param>
/// <param name="more">Further members of the problem; none by default.</param>
internal sealed class ApiException(ProblemKind kind, string detail, IReadOnlyDictionary<string, object?>? more = null) : Exception(detail)
{
    public ProblemKind Kind { get; } = kind;

    public IReadOnlyDictionary<string, object?> More { get; } = more ?? new Dictionary<string, object?>();
}
