namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>An authority's service could not be spoken to; the message goes on after its name.</summary>
internal sealed class AuthorityServiceException(string message) : Exception(message);
