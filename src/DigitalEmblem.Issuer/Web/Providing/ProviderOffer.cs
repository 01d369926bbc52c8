using DigitalEmblem.Issuer.Api;

namespace DigitalEmblem.Issuer.Web.Providing;

/// <summary>Whether people sign in to the pages by the organization's identity provider. If they do not, no page speaks of it.</summary>
/// <param name="Provider">The settings of the provider; null if nobody signs in by one.</param>
internal sealed record ProviderOffer(OidcOptions? Provider)
{
    /// <summary>Whether they do.</summary>
    public bool IsThere => Provider is not null;

    /// <summary>That of the settings.</summary>
    public static ProviderOffer Of(AccessOptions access) => new(access.Oidc is { ClientId: not null } oidc ? oidc : null);

    /// <summary>The settings of the provider, on a page that needs it.</summary>
    public OidcOptions Required() => Provider ?? throw new WebFaultException(StatusCodes.Status404NotFound);
}
