using System.Net;
using Xunit;

namespace DigitalEmblem.TestSupport.Servers;

/// <summary>
/// BIND 9 with zones of every kind that an issuer meets, and keys made by its own tool. A class of tests shares one; each test uses names
/// of its own.
/// </summary>
public sealed class UpdatableServer : IAsyncLifetime, IDisposable
{
    public const string Zone = "society.example",
        Signed = "signed.example",
        Restricted = "restricted.example",
        Closed = "closed.example",
        Open = "open.example";

    /// <summary>A zone of another party below <see cref="Zone"/>.</summary>
    public const string Delegated = "elsewhere.society.example";

    /// <summary>A zone in which names below hosts may be changed, and nothing else.</summary>
    public const string Partial = "partial.example";

    /// <summary>
    /// BIND prints this when it is ready. It listens earlier, but refuses updates of zones that it has not read yet.
    /// </summary>
    internal const string ZonesLoaded = "all zones loaded";

    private const string Memory = "/dev/shm";

    private static readonly string[] KeyNames = ["key-sha256", "key-sha384", "key-sha512"];

    private readonly Dictionary<string, string> _keyFiles = [];
    private ServerProcess? _named;

    /// <summary>
    /// In memory where there is such a folder: BIND waits for the disk at each update, and a disk that is busy with other tests for
    /// seconds would look like a server that does not answer.
    /// </summary>
    public string Folder { get; } = Directory.Exists(Memory)
        ? Directory.CreateDirectory(Path.Combine(Memory, $"emblem-update-{Path.GetRandomFileName()}")).FullName
        : Directory.CreateTempSubdirectory("emblem-update-").FullName;

    public int Port { get; } = LoopbackPorts.Free();

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Port);

    public TsigKey Key => KeyOf(TsigAlgorithm.HmacSha256);

    public string KeyFile => Path.Combine(Folder, "key-sha256.key");

    public TsigKey KeyOf(TsigAlgorithm algorithm) => TsigKey.Parse(_keyFiles[KeyNames[(int)algorithm]]);

    public DnsUpdateClient Client(TsigKey? key = null, TimeProvider? clock = null) => new(EndPoint, key ?? Key, clock: clock);

    /// <summary>The records of a zone, as dig prints them, without the serial and the records of DNSSEC.</summary>
    public string[] Content(string zone) =>
    [
        .. ServerProcess.Run("dig", Folder, "", "@127.0.0.1", "-p", $"{Port}", "AXFR", zone, "+noall", "+answer", "+nosplit")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => string.Join(' ', l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Where(l => l.Split(' ')[3] != "SOA").Order(StringComparer.Ordinal),
    ];

    /// <summary>The lines of a name.</summary>
    public string[] Content(string zone, DomainName owner) =>
        [.. Content(zone).Where(l => l.StartsWith($"{owner}. ", StringComparison.Ordinal))];

    public void Nsupdate(string script, params string[] options) =>
        ServerProcess.Run("nsupdate", Folder, $"server 127.0.0.1 {Port}\n{script}", ["-v", .. options]);

    /// <summary>Writes a key file that only its owner can read, as the issuer asks for.</summary>
    public string WriteKey(string name, string text)
    {
        string path = Path.Combine(Folder, $"{name}.key");
        var create = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new StreamWriter(path, create);
        file.Write(text);
        return path;
    }

    public async Task InitializeAsync()
    {
        foreach (string name in KeyNames)
        {
            _keyFiles[name] = ServerProcess.Run(
                "tsig-keygen", Folder, "", "-a", name.Replace("key", "hmac", StringComparison.Ordinal), name);
            WriteKey(name, _keyFiles[name]);
        }

        string[] zones = [Zone, Signed, Restricted, Closed, Open, Delegated, Partial];
        foreach (string zone in zones)
        {
            await File.WriteAllTextAsync(Path.Combine(Folder, zone), Servers.Zone.File(zone, ""));
        }

        string keys = string.Concat(KeyNames.Select(k => $"key \"{k}\"; "));
        string conf = Path.Combine(Folder, "named.conf");
        await File.WriteAllTextAsync(conf, $$"""
            {{string.Concat(_keyFiles.Values)}}
            options {
              directory "{{Folder}}";
              listen-on port {{Port}} { 127.0.0.1; };
              listen-on-v6 { none; };
              pid-file "{{Folder}}/named.pid";
              session-keyfile "{{Folder}}/session.key";
              managed-keys-directory "{{Folder}}";
              key-directory "{{Folder}}";
              recursion no;
              dnssec-validation no;
            };
            controls { };
            zone "{{Zone}}" { type primary; file "{{Zone}}"; allow-update { {{keys}} }; };
            zone "{{Signed}}" { type primary; file "{{Signed}}"; dnssec-policy default; inline-signing yes; allow-update { {{keys}} }; };
            zone "{{Restricted}}" { type primary; file "{{Restricted}}"; update-policy { grant key-sha256 zonesub TXT TYPE65297; }; };
            zone "{{Delegated}}" { type primary; file "{{Delegated}}"; allow-update { {{keys}} }; };
            zone "{{Partial}}" { type primary; file "{{Partial}}"; update-policy { grant key-sha256 subdomain hosts.{{Partial}} TXT; }; };
            zone "{{Closed}}" { type primary; file "{{Closed}}"; };
            zone "{{Open}}" { type primary; file "{{Open}}"; allow-update { any; }; };
            """);
        await StartAsync();
    }

    /// <summary>Starts it. After <see cref="Stop"/> it has the records that it had when it was killed.</summary>
    public async Task StartAsync()
    {
        _named = new ServerProcess("named", Folder, "-g", "-c", Path.Combine(Folder, "named.conf"));
        await _named.ListeningAsync(Port);
        await _named.SaidAsync(ZonesLoaded);
    }

    /// <summary>Kills it.</summary>
    public void Stop()
    {
        _named?.Dispose();
        _named = null;
    }

    /// <summary>
    /// Deletes all updates of a zone since its file was written, as if an old copy was restored. The server must be stopped.
    /// </summary>
    public void ForgetUpdates(string zone)
    {
        File.Delete(Path.Combine(Folder, $"{zone}.jnl"));
        File.WriteAllText(Path.Combine(Folder, zone), Servers.Zone.File(zone, ""));
    }

    public Task DisposeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        Stop();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
