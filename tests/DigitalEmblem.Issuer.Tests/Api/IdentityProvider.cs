using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>An identity provider on loopback: its configuration, its keys, and tokens of all kinds.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly WebApplication _app;

    private IdentityProvider()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        _app = builder.Build();
        JsonWebKey jwk = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(
            new ECDsaSecurityKey(ECDsa.Create(_key.ExportParameters(false))) { KeyId = "1" });
        _app.MapGet("/.well-known/openid-configuration", () =>
            Results.Json(new
            {
                issuer = Address,
                jwks_uri = Address + "/keys",
                id_token_signing_alg_values_supported = new[] { "ES256" },
            }));
        _app.MapGet("/keys", () => Results.Json(
            new { keys = new[] { new { kty = jwk.Kty, crv = jwk.Crv, x = jwk.X, y = jwk.Y, kid = "1", use = "sig", alg = "ES256" } } }));
    }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

    public static async Task<IdentityProvider> StartAsync()
    {
        var provider = new IdentityProvider();
        await provider._app.StartAsync();
        return provider;
    }

    public string Token(
        string? name,
        string[] roles,
        string audience = "emblems",
        string? issuer = null,
        DateTimeOffset? expires = null,
        SigningCredentials? credentials = null) =>
        Make(name, roles, audience, issuer, expires, credentials
            ?? new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = "1" }, SecurityAlgorithms.EcdsaSha256));

    public string Unsigned(string name, string[] roles) => Make(name, roles, "emblems", null, null, null);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private string Make(
        string? name, string[] roles, string audience, string? issuer, DateTimeOffset? expires, SigningCredentials? credentials)
    {
        DateTimeOffset end = expires ?? TimeProvider.System.GetUtcNow().AddMinutes(5);
        var claims = new Dictionary<string, object> { ["roles"] = roles };
        if (name is not null)
        {
            claims["sub"] = name;
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Address,
            Audience = audience,
            NotBefore = end.AddMinutes(-10).UtcDateTime,
            IssuedAt = end.AddMinutes(-10).UtcDateTime,
            Expires = end.UtcDateTime,
            Claims = claims,
            SigningCredentials = credentials,
        });
    }
}
