using System.Security.Claims;
using DigitalEmblem.Issuer.Domain;
using Microsoft.IdentityModel.Tokens;

namespace DigitalEmblem.Issuer.Api;

/// <summary>What is read of the identity provider's tokens: the subject and our roles, and nothing else.</summary>
internal static class ProviderClaims
{
    /// <summary>
    /// The signatures that are taken. A provider's keys are public, so a token "signed" with one of them as a shared secret must not be
    /// looked at.
    /// </summary>
    public static IReadOnlyList<string> Algorithms { get; } =
    [
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
    ];

    /// <summary>What a token must fulfil, beside that its issuer is the provider and that one of its keys signed it.</summary>
    /// <param name="audience">Whom it must be meant for.</param>
    public static TokenValidationParameters Required(string audience) => new()
    {
        ValidateIssuer = true,
        ValidateAudience = true,
        ValidAudience = audience,
        ValidateLifetime = true,
        RequireExpirationTime = true,
        RequireSignedTokens = true,
        ValidateIssuerSigningKey = true,
        ValidAlgorithms = [.. Algorithms],
        ClockSkew = Skew,
    };

    /// <summary>So much two clocks may differ.</summary>
    public static TimeSpan Skew { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The one subject; null if the token names none, or several.</summary>
    public static string? SubjectOf(ClaimsPrincipal token, OidcOptions options) =>
        token.FindAll(options.NameClaim).ToArray() is [var one] && PersonSubject.IsSubject(one.Value) ? one.Value : null;

    /// <summary>Those roles of the token that are ours, or that the settings translate to ours.</summary>
    public static AccessRoles RolesOf(ClaimsPrincipal token, OidcOptions options) =>
        RoleClaims.Of(token, options.RolesClaim).Aggregate(AccessRoles.None, (all, r) => all | RoleOf(r, options));

    private static AccessRoles RoleOf(string name, OidcOptions options) =>
        options.Roles.TryGetValue(name, out AccessRoles ours) ? ours
        : Callers.Each.FirstOrDefault(r => r.ToString().Equals(name, StringComparison.OrdinalIgnoreCase));
}
