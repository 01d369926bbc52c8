using System.Security.Claims;
using DigitalEmblem.Issuer.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Authenticates callers by a token of the organization's identity provider. The handler fetches the provider's keys. Only a name and roles
/// of the token are used.
/// </summary>
internal static class OidcAuthentication
{
    /// <summary>The scheme.</summary>
    public const string Name = "Oidc";

    private const string Credential = "oidc";

    public static void AddOidc(this AuthenticationBuilder builder, OidcOptions options) => builder.AddJwtBearer(Name, jwt =>
    {
        jwt.Authority = options.Authority;
        jwt.Audience = options.Audience;
        jwt.RequireHttpsMetadata = options.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        jwt.MapInboundClaims = false;
        jwt.IncludeErrorDetails = false;
        jwt.SaveToken = false;
        jwt.TokenValidationParameters = new TokenValidationParameters
        {
            ValidateIssuer = true,
            ValidateAudience = true,
            ValidAudience = options.Audience,
            ValidateLifetime = true,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ValidateIssuerSigningKey = true,
            // A provider's keys are public, so a token "signed" with one of them as a shared secret must not be looked at.
            ValidAlgorithms =
            [
                SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
                SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
                SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
            ],
            ClockSkew = TimeSpan.FromSeconds(30),
        };
        jwt.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                if (Known(context.Principal!, options) is { } known)
                {
                    context.Principal = known;
                }
                else
                {
                    context.Fail("The token names nobody, or roles that do not go together.");
                }

                return Task.CompletedTask;
            },
        };
    });

    /// <summary>
    /// The caller that a token names, with our roles; null if the token has no name, has none of our roles, or has roles that do not go
    /// together.
    /// </summary>
    internal static ClaimsPrincipal? Known(ClaimsPrincipal token, OidcOptions options)
    {
        Claim[] names = [.. token.FindAll(options.NameClaim)];
        AccessRoles roles = token.FindAll(options.RolesClaim).Aggregate(AccessRoles.None, (all, c) => all | RoleOf(c.Value, options));
        string name = ApiKey.OidcPrefix + (names.Length == 1 ? names[0].Value : "");
        return names.Length == 1 && ApiKey.IsName(names[0].Value) && ApiKey.IsName(name) && ApiKey.Contradiction(roles) is null
            ? Caller.Principal(name, Credential, roles, Name)
            : null;
    }

    private static AccessRoles RoleOf(string name, OidcOptions options) =>
        options.Roles.TryGetValue(name, out AccessRoles ours) ? ours
        : Callers.Each.FirstOrDefault(r => r.ToString().Equals(name, StringComparison.OrdinalIgnoreCase));
}
