using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>Two name servers of one zone that know nothing of each other, as those of two providers.</summary>
public sealed class TwoServers : IAsyncLifetime
{
    public UpdatableServer One { get; } = new();

    public UpdatableServer Other { get; } = new();

    public Task InitializeAsync() => Task.WhenAll(One.InitializeAsync(), Other.InitializeAsync());

    public Task DisposeAsync() => Task.WhenAll(One.DisposeAsync(), Other.DisposeAsync());
}
