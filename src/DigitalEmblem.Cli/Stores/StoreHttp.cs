using Amazon.Runtime;

namespace DigitalEmblem.Cli.Stores;

/// <summary>Gives the SDK the one way out: <see cref="StoreDoor"/>.</summary>
/// <param name="endpoint">The endpoint that was named; null for those of AWS.</param>
internal sealed class StoreHttp(Uri? endpoint) : HttpClientFactory, IDisposable
{
    // The SDK asks for a client for each request. One keeps the connections open. The door ends what takes too long.
    private readonly HttpClient _client = new(new StoreDoor(endpoint)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <inheritdoc/>
    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    /// <inheritdoc/>
    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    /// <inheritdoc/>
    public override string? GetConfigUniqueString(IClientConfig clientConfig) => null;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
