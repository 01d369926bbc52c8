using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Who calls.</summary>
/// <param name="Name">The handle of the person.</param>
/// <param name="Credential">What showed it.</param>
/// <param name="KeyId">The API key's identity (GET /access); null for a token.</param>
/// <param name="Roles">What this credential opens.</param>
/// <param name="Until">When the credential ends; null if it has no end.</param>
/// <param name="Zones">The zones to whose names the API key is bound; empty if it reaches every name.</param>
internal sealed record WhoAmIView(
    string Name, CallerCredential Credential, Guid? KeyId, IReadOnlyList<AccessRoles> Roles, DateTimeOffset? Until,
    IReadOnlyList<string> Zones);
