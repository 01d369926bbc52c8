using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.People;

/// <summary>What the identity provider said of a person who signed in there, after it was verified.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Roles">The roles that the provider gives; none for those that the person has here.</param>
/// <param name="ShownAt">When the person showed the provider who they are (<c>auth_time</c>); null if it does not say.</param>
internal sealed record ProviderWord(string Subject, AccessRoles Roles, DateTimeOffset? ShownAt);
