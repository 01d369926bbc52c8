using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>One service with pages for the tests of a class, which leave nothing behind in it.</summary>
public sealed class SharedWebService : IAsyncLifetime
{
    internal WebService Web { get; private set; } = null!;

    public async Task InitializeAsync() => Web = await WebService.StartAsync();

    public async Task DisposeAsync() => await Web.DisposeAsync();
}
