using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace DigitalEmblem.EndToEnd.Tests.Servers;

/// <summary>A real redis-server on loopback, in memory only, that ends with the test.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-redis-").FullName;
    private readonly List<IDistributedCache> _caches = [];
    private ServerProcess _process = null!;

    public int Port { get; } = LoopbackPorts.Free();

    /// <summary>How clients are told of it.</summary>
    public string Configuration => $"127.0.0.1:{Port}";

    /// <summary>A cache of one process in it, which is closed with the server.</summary>
    public IDistributedCache Cache()
    {
        IDistributedCache cache = SharedRedis.At(Configuration);
        _caches.Add(cache);
        return cache;
    }

    public static async Task<RedisServer> StartAsync()
    {
        var server = new RedisServer();
        await server.StartProcessAsync();
        return server;
    }

    /// <summary>Ends the server; <see cref="StartProcessAsync"/> starts an empty one in its place.</summary>
    public void Stop() => _process.Dispose();

    public async Task StartProcessAsync()
    {
        _process = new ServerProcess(
            "redis-server", _folder, "--bind", "127.0.0.1", "--port", $"{Port}", "--save", "", "--appendonly", "no", "--daemonize", "no");
        await _process.ListeningAsync(Port);
    }

    /// <summary>A connection for anyone who plays the attacker, or looks at what is there.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync() => await ConnectionMultiplexer.ConnectAsync($"{Configuration},allowAdmin=true");

    public void Dispose()
    {
        _caches.ForEach(c => ((IDisposable)c).Dispose());
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
