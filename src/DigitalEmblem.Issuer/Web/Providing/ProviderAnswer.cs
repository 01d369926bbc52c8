using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Web.Providing;

/// <summary>An answer of the identity provider that was verified.</summary>
/// <param name="Errand">What the person was sent for.</param>
/// <param name="Word">What the provider says.</param>
internal sealed record ProviderAnswer(ProviderErrand Errand, ProviderWord Word);
