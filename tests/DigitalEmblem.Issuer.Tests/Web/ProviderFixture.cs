using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.TestSupport.Servers;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>An identity provider for all tests of a class, and services that people sign in to by it.</summary>
public sealed class ProviderFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private IdentityProviderProcess _provider = null!;

    public string Address => _provider.Address;

    public async Task InitializeAsync() => _provider = await IdentityProviderProcess.StartAsync(WebService.Origin);

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The settings of a service that knows it.</summary>
    internal void Use(IssuerOptions options, string? address = null) => options.Access.Oidc = new OidcOptions
    {
        Authority = address ?? Address,
        Audience = "emblems",
        ClientId = IdentityProviderProcess.ClientId,
        ClientSecret = new() { File = _folder.Write("client-secret", IdentityProviderProcess.ClientSecret) },
    };
}
