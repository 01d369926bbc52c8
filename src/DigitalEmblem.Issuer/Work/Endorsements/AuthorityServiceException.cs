namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>A call of an authority's service failed. The message continues a sentence that begins with the service's name.</summary>
internal sealed class AuthorityServiceException(string message) : Exception(message);
