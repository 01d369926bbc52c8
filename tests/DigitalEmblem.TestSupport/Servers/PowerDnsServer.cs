using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace DigitalEmblem.TestSupport.Servers;

/// <summary>
/// PowerDNS of Debian's with its HTTP API and zones in a file of SQLite. A class of tests shares one; each test uses names of its own.
/// </summary>
public sealed class PowerDnsServer : IAsyncLifetime, IDisposable
{
    public const string Zone = "society.example", Signed = "signed.example", Secondary = "secondary.example";

    public const string Key = "key-of-the-test";

    /// <summary>PowerDNS prints this when it answers. It listens earlier.</summary>
    private const string Ready = "ready to distribute questions";

    private const string Memory = "/dev/shm", Schema = "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql";

    private const string MakeDatabase = "import sqlite3, sys; sqlite3.connect('zones.sqlite3').executescript(sys.stdin.read())";

    private readonly HttpClient _api = new();
    private ServerProcess? _server;

    /// <summary>In memory where there is such a folder, as that of <see cref="UpdatableServer"/>.</summary>
    public string Folder { get; } = Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, $"emblem-powerdns-{Path.GetRandomFileName()}")).FullName
        : Directory.CreateTempSubdirectory("emblem-powerdns-").FullName;

    public int Port { get; } = LoopbackPorts.Free();

    public int ApiPort { get; } = LoopbackPorts.Free();

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Port);

    /// <summary>The address of its API, without a path.</summary>
    public string Url => $"http://127.0.0.1:{ApiPort}";

    public string KeyFile => Path.Combine(Folder, "api.key");

    /// <summary>Sends something to its API.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path behind that of the server, as zones.</param>
    /// <param name="body">What is sent as JSON; null for nothing.</param>
    /// <returns>The answer's body.</returns>
    public async Task<string> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, $"{Url}/api/v1/servers/localhost/{path}");
        request.Headers.Add("X-API-Key", Key);
        request.Content = body is null ? null : JsonContent.Create(body);
        using HttpResponseMessage response = await _api.SendAsync(request);
        string answer = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? answer : throw new InvalidOperationException($"{response.StatusCode}: {answer}");
    }

    /// <summary>Puts a set of records at a name, in the place of what is there of the type, as another party.</summary>
    public Task PutAsync(string name, string type, int ttl, params string[] contents) => PutAsync(Zone, name, type, ttl, contents);

    /// <inheritdoc cref="PutAsync(string, string, int, string[])"/>
    public Task PutAsync(string zone, string name, string type, int ttl, string[] contents) => SendAsync(
        HttpMethod.Patch,
        $"zones/{zone}.",
        new
        {
            rrsets = new[]
            {
                new
                {
                    name = $"{name}.",
                    type,
                    ttl,
                    changetype = contents.Length > 0 ? "REPLACE" : "DELETE",
                    records = contents.Select(c => new { content = c, disabled = false }),
                },
            },
        });

    /// <summary>The records of a name as its API shows them: TTL, type and content, in order.</summary>
    public async Task<string[]> ContentAsync(string name, string zone = Zone)
    {
        using var answer = JsonDocument.Parse(await SendAsync(HttpMethod.Get, $"zones/{zone}.?rrset_name={name}."));
        return
        [
            .. answer.RootElement.GetProperty("rrsets").EnumerateArray().SelectMany(s => s.GetProperty("records").EnumerateArray().Select(
                r => $"{s.GetProperty("ttl")} {s.GetProperty("type")} {r.GetProperty("content")}")).Order(StringComparer.Ordinal),
        ];
    }

    public async Task InitializeAsync()
    {
        ServerProcess.Run("python3", Folder, await File.ReadAllTextAsync(Schema), "-c", MakeDatabase);
        var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using (var key = new StreamWriter(KeyFile, create))
        {
            await key.WriteAsync(Key);
        }

        await File.WriteAllTextAsync(Path.Combine(Folder, "pdns.conf"), $"""
            launch=gsqlite3
            gsqlite3-database={Folder}/zones.sqlite3
            gsqlite3-dnssec=yes
            gsqlite3-pragma-synchronous=0
            local-address=127.0.0.1
            local-port={Port}
            socket-dir={Folder}
            security-poll-suffix=
            daemon=no
            guardian=no
            disable-syslog=yes
            api=yes
            api-key={Key}
            webserver-address=127.0.0.1
            webserver-port={ApiPort}
            webserver-allow-from=127.0.0.1
            """);
        await StartAsync();
        await MakeZoneAsync(Zone, isSigned: false);
        await MakeZoneAsync(Signed, isSigned: true);
        await MakeZoneAsync(Secondary, isSigned: false);
        await SendAsync(HttpMethod.Put, $"zones/{Secondary}.", new { kind = "Slave", masters = new[] { "127.0.0.1:1" } });
    }

    /// <summary>Starts it. After <see cref="Stop"/> it has the records that it had when it was killed.</summary>
    public async Task StartAsync()
    {
        _server = new ServerProcess("pdns_server", Folder, $"--config-dir={Folder}");
        await _server.SaidAsync(Ready);
        await _server.ListeningAsync(ApiPort);
    }

    /// <summary>Kills it.</summary>
    public void Stop()
    {
        _server?.Dispose();
        _server = null;
    }

    public Task DisposeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Stop();
        _api.Dispose();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private Task MakeZoneAsync(string zone, bool isSigned)
    {
        object Set(string name, string type, string content) => new { name, type, ttl = 60, records = new[] { new { content } } };
        object[] sets =
        [
            Set($"{zone}.", "SOA", $"ns.{zone}. root.{zone}. 1 3600 600 86400 60"),
            Set($"{zone}.", "NS", $"ns.{zone}."),
            Set($"ns.{zone}.", "A", "127.0.0.1"),
        ];
        return SendAsync(HttpMethod.Post, "zones", new { name = $"{zone}.", kind = "Native", dnssec = isSigned, rrsets = sets });
    }
}
