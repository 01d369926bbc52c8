using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace DigitalEmblem.IdentityProvider;

/// <summary>Sets OpenIddict up: code flow with PKCE, for one client, without a database.</summary>
internal static class Provider
{
    /// <summary>Where people sign in.</summary>
    public const string Authorize = "/authorize";

    public static void Configure(OpenIddictServerBuilder server, Client client)
    {
        server.SetAuthorizationEndpointUris(Authorize).SetTokenEndpointUris("/token");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        server.AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256).AddEphemeralEncryptionKey();
        // Without a database, so that clients and used codes are looked after below.
        server.EnableDegradedMode();
        server.UseAspNetCore().DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough();
        server.AddEventHandler<ValidateAuthorizationRequestContext>(h => h.UseInlineHandler(context =>
        {
            if (context.ClientId != client.Id || context.RedirectUri != client.Redirect)
            {
                context.Reject(OpenIddictConstants.Errors.InvalidClient, "No such client, or not its address.");
            }

            return default;
        }));
        var used = new ConcurrentDictionary<string, bool>();
        server.AddEventHandler<ValidateTokenRequestContext>(h => h.UseInlineHandler(context =>
        {
            if (context.ClientId != client.Id || (context.ClientSecret ?? "") != client.Secret)
            {
                context.Reject(OpenIddictConstants.Errors.InvalidClient, "No such client, or not its secret.");
            }
            else if (!used.TryAdd(context.Request.Code ?? "", true))
            {
                context.Reject(OpenIddictConstants.Errors.InvalidGrant, "The code was used.");
            }

            return default;
        }));
    }
}
