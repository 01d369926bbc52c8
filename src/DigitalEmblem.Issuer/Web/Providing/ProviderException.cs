namespace DigitalEmblem.Issuer.Web.Providing;

/// <summary>A sign-in by the identity provider failed. Nothing was changed.</summary>
/// <param name="failure">Why.</param>
/// <param name="detail">More for the log, without anything secret.</param>
/// <param name="inner">What failed; null if this service itself refuses.</param>
internal sealed class ProviderException(ProviderFailure failure, string detail, Exception? inner = null)
    : Exception($"{failure}: {detail}", inner)
{
    public ProviderFailure Failure { get; } = failure;

    public string Detail { get; } = detail;
}
