using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using StackExchange.Redis;

namespace DigitalEmblem.EndToEnd.Tests.Servers;

/// <summary>
/// A Redis as a host sets it up for our cache: without it everything goes on, so nothing waits long for a connection or
/// queues what to tell it later.
/// </summary>
internal static class SharedRedis
{
    private const int TimeoutMilliseconds = 1000;

    public static IDistributedCache At(string configuration) =>
        new RedisCache(new RedisCacheOptions { ConfigurationOptions = Connection(configuration) });

    private static ConfigurationOptions Connection(string configuration)
    {
        var connection = ConfigurationOptions.Parse(configuration);
        connection.AbortOnConnectFail = false;
        connection.ConnectTimeout = TimeoutMilliseconds;
        connection.SyncTimeout = TimeoutMilliseconds;
        connection.AsyncTimeout = TimeoutMilliseconds;
        connection.BacklogPolicy = BacklogPolicy.FailFast;
        return connection;
    }
}
