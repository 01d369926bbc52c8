using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace DigitalEmblem.Issuer.Web.Providing;

/// <summary>
/// OpenID Connect as ASP.NET Core does it, but asked by our pages only. By itself it would answer at its addresses on every listener and
/// before the roles of pages are looked at, with redirects and faults of its own.
/// </summary>
internal sealed class ProviderHandler(
    IOptionsMonitor<OpenIdConnectOptions> options, ILoggerFactory logger, HtmlEncoder htmlEncoder, UrlEncoder encoder)
    : OpenIdConnectHandler(options, logger, htmlEncoder, encoder)
{
    /// <inheritdoc/>
    public override Task<bool> HandleRequestAsync() => Task.FromResult(false);

    /// <summary>Reads and verifies the provider's answer in the address of this request.</summary>
    public Task<HandleRequestResult> ReadAnswerAsync() => HandleRemoteAuthenticateAsync();
}
