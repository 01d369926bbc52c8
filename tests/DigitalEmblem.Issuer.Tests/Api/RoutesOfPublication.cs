using System.Security.Claims;
using System.Text.Encodings.Web;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Publications;
using DigitalEmblem.Issuer.Watching;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>The routes of publication, control and alerts by themselves, for anyone who says in a header which role it has.</summary>
internal sealed class RoutesOfPublication : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RoutesOfPublication(PublishingScene scene)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, ByHeader>("header", null);
        AuthorizationBuilder(builder.Services);
        builder.Services.AddSingleton(scene.Issuer.Store).AddSingleton(scene.Hasten).AddSingleton(scene.Records).AddSingleton(scene.ToShow)
            .AddSingleton(scene.CheckControl).AddSingleton(scene.TakeOver).AddSingleton(new AcknowledgeAlert(scene.Issuer.Store));
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (RefusedException)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
            }
        });
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.MapPublicationApi();
        _app.MapAlertApi();
    }

    public static async Task<RoutesOfPublication> StartAsync(PublishingScene scene)
    {
        var routes = new RoutesOfPublication(scene);
        await routes._app.StartAsync();
        return routes;
    }

    public HttpClient As(AccessRoles role) =>
        new() { BaseAddress = new Uri(_app.Urls.First()), DefaultRequestHeaders = { { "Role", role.ToString() } } };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static void AuthorizationBuilder(IServiceCollection services)
    {
        Microsoft.AspNetCore.Authorization.AuthorizationBuilder policies = services.AddAuthorizationBuilder();
        foreach (string role in Enum.GetNames<AccessRoles>())
        {
            policies.AddPolicy(role, p => p.RequireRole(role));
        }
    }

    private sealed class ByHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
            Task.FromResult(Request.Headers["Role"].ToString() is { Length: > 0 } role and not "None"
                ? AuthenticateResult.Success(new AuthenticationTicket(
                    new ClaimsPrincipal(
                        new ClaimsIdentity([new Claim(ClaimTypes.Name, "someone"), new Claim(ClaimTypes.Role, role)], "header")),
                    "header"))
                : AuthenticateResult.NoResult());
    }
}
