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
                authorization_endpoint = Address + "/authorize",
                token_endpoint = Address + "/token",
                authorization_response_iss_parameter_supported = TellsIssuer,
                id_token_signing_alg_values_supported = new[] { "ES256" },
            }));
        _app.MapPost("/token", () => Answers());
        _app.MapGet("/keys", () => Results.Json(
            new { keys = new[] { new { kty = jwk.Kty, crv = jwk.Crv, x = jwk.X, y = jwk.Y, kid = "1", use = "sig", alg = "ES256" } } }));
    }

    /// <summary>Whether it says that it names itself in its answers (RFC 9207).</summary>
    public bool TellsIssuer { get; init; }

    /// <summary>What it answers at its token endpoint to every code.</summary>
    public Func<IResult> Answers { get; set; } = () => Results.StatusCode(StatusCodes.Status503ServiceUnavailable);

    /// <summary>Answers every code with a token that says who signed in.</summary>
    public void AnswerWith(string token) =>
        Answers = () => Results.Json(new { token_type = "Bearer", access_token = "none", id_token = token });

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public byte[] PublicKey => _key.ExportSubjectPublicKeyInfo();

    public static async Task<IdentityProvider> StartAsync(bool tellsIssuer = false)
    {
        var provider = new IdentityProvider { TellsIssuer = tellsIssuer };
        await provider._app.StartAsync();
        return provider;
    }

    public string Token(
        string? name,
        string[] roles,
        string audience = "emblems",
        string? issuer = null,
        DateTimeOffset? expires = null,
        SigningCredentials? credentials = null,
        string? nonce = null) =>
        Make(name, roles, audience, issuer, expires, nonce, credentials
            ?? new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = "1" }, SecurityAlgorithms.EcdsaSha256));

    public string Unsigned(string name, string[] roles, string audience = "emblems", string? nonce = null) =>
        Make(name, roles, audience, null, null, nonce, null);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private string Make(
        string? name, string[] roles, string audience, string? issuer, DateTimeOffset? expires, string? nonce,
        SigningCredentials? credentials)
    {
        DateTimeOffset end = expires ?? TimeProvider.System.GetUtcNow().AddMinutes(5);
        var claims = new Dictionary<string, object> { ["roles"] = roles };
        foreach ((string claim, string? value) in new[] { ("sub", name), ("nonce", nonce) })
        {
            if (value is not null)
            {
                claims[claim] = value;
            }
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
