using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// An identity provider (OpenID Connect) whose access tokens are taken, and by which people sign in to the pages if it has a
/// <c>ClientId</c>. Anyone who runs it can pose as anyone who may call the API or sign in by it, two approvers included.
/// </summary>
internal sealed class OidcOptions
{
    /// <summary>
    /// The issuer's address; its keys are fetched below it. Anyone who can change it, or who runs the provider, can call the API as any
    /// person.
    /// </summary>
    public string Authority { get; set; } = "";

    /// <summary>
    /// What tokens must be meant for: the name of this service at the provider. Without it, a token for any other service would do here.
    /// Anyone who can change it can have tokens for another service taken.
    /// </summary>
    public string Audience { get; set; } = "";

    /// <summary>
    /// What the provider calls the pages of this service, with <c>Web:Origin</c> and <c>/sign-in/provider/answer</c> as the address to go
    /// back to; null if nobody signs in by it. Anyone who can change it can have people sign in by an account that was meant for another
    /// service.
    /// </summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// What shows the provider that a sign-in is finished by this service; null if the provider gave none, which PKCE makes up for. Anyone
    /// who has it can pose as these pages to the provider, and still needs the answer that a person's browser carries.
    /// </summary>
    public SecretSource? ClientSecret { get; set; }

    /// <summary>
    /// The claim with the roles, a text or an array of texts; or the path to it within another claim, as <c>realm_access.roles</c>.
    /// Anyone who can change it, or write that claim at the provider, gives roles.
    /// </summary>
    public string RolesClaim { get; set; } = "roles";

    /// <summary>
    /// The claim with the subject that is bound to a person. It must be one that people cannot change, and of which each has one. Anyone
    /// who can change theirs at the provider to another person's is that person here.
    /// </summary>
    public string NameClaim { get; set; } = "sub";

    /// <summary>
    /// What becomes of a token whose subject is bound to no person: <c>Refuse</c>, until an administrator binds it; or <c>Make</c>, a
    /// person with the subject as the handle, if it can be one and is free. Anyone who can change it, and can make accounts at the
    /// provider, adds people here.
    /// </summary>
    public UnboundSubject Unbound { get; set; }

    /// <summary>
    /// What the provider calls the roles: its name, and ours. Our own names are known too. Anyone who can change it, or give such a role at
    /// the provider, gives our roles.
    /// </summary>
    public Dictionary<string, AccessRoles> Roles { get; set; } = [];

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        if (!UrlText.TryRead(Authority, out _, out _, out _)
            || !Uri.TryCreate(Authority, UriKind.Absolute, out Uri? address)
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            yield return "Access:Oidc:Authority is the address of the identity provider, beginning with https:// (plain http:// "
                + "only on this machine).";
        }

        if (string.IsNullOrWhiteSpace(Audience))
        {
            yield return "Access:Oidc:Audience names this service as the identity provider knows it: "
                + "without it, tokens for other services would do here.";
        }

        if (ClientId is not null && (string.IsNullOrWhiteSpace(ClientId) || ClientId == Audience))
        {
            yield return "Access:Oidc:ClientId is what the identity provider calls the pages, and another name than Access:Oidc:Audience: "
                + "with the same name, what says that a person signed in would open the API too.";
        }

        if (ClientSecret is not null)
        {
            IEnumerable<string> faults = ClientId is null
                ? ["Access:Oidc:ClientSecret belongs to an Access:Oidc:ClientId, which is missing."]
                : ClientSecret.Validate("Access:Oidc:ClientSecret", 1);
            foreach (string fault in faults)
            {
                yield return fault;
            }
        }

        if (string.IsNullOrWhiteSpace(RolesClaim) || string.IsNullOrWhiteSpace(NameClaim))
        {
            yield return "Access:Oidc:RolesClaim and Access:Oidc:NameClaim name claims.";
        }
    }
}
