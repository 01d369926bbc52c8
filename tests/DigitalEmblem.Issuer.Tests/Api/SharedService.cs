using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>One service for tests whose calls change nothing: a start for each call took longer than all the calls together.</summary>
public sealed class SharedService : IAsyncLifetime
{
    private readonly Dictionary<AccessRoles, string> _keys = [];

    internal IssuerScene Scene { get; private set; } = null!;

    internal ApiService Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Scene = await IssuerScene.StartAsync();
        Service = await ApiService.StartAsync(Scene);
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        await Scene.DisposeAsync();
    }

    /// <summary>An API key of these roles, the same each time.</summary>
    internal async Task<string> KeyAsync(AccessRoles roles)
    {
        if (!_keys.TryGetValue(roles, out string? key))
        {
            _keys.Add(roles, key = (await Service.GiveAccess.RunAsync("operator", roles.ToString(), roles, null, default)).Secret);
        }

        return key;
    }

    /// <summary>A client with that key.</summary>
    internal async Task<HttpClient> ClientAsync(AccessRoles roles) => Service.Client(await KeyAsync(roles));
}
