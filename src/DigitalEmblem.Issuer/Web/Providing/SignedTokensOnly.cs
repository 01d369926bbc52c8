using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DigitalEmblem.Issuer.Web.Providing;

/// <summary>
/// Takes no token without a signature. The package's handler would take one that it fetched from the provider itself, as OpenID Connect
/// lets it (Core, 3.1.3.7), and then the settings' list of algorithms would not be looked at.
/// </summary>
internal sealed class SignedTokensOnly : JsonWebTokenHandler
{
    /// <inheritdoc/>
    public override Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        ArgumentNullException.ThrowIfNull(validationParameters);
        validationParameters.RequireSignedTokens = true;
        return base.ValidateTokenAsync(token, validationParameters);
    }
}
