using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport.Servers;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>One issuer service as it is built, in a process of its own, with settings in a file.</summary>
internal sealed class IssuerProcess : IDisposable
{
    private static readonly string Assembly = BuiltProgram.Assembly("DigitalEmblem.Issuer", "issuer.dll");

    private readonly string _folder;
    private readonly Dictionary<string, string> _environment;
    private readonly int _api = LoopbackPorts.Free(), _public = LoopbackPorts.Free(), _metrics = LoopbackPorts.Free();
    private ServerProcess? _process;

    /// <summary>Prepares one: its folder, passphrase and settings.</summary>
    /// <param name="folder">Where it lives; made here.</param>
    /// <param name="settings">What its settings are beside those that each one has.</param>
    /// <param name="environment">Variables for the process.</param>
    public IssuerProcess(string folder, Dictionary<string, object> settings, Dictionary<string, string>? environment = null)
    {
        (_folder, _environment) = (folder, environment ?? []);
        Directory.CreateDirectory(folder);
        Directory.CreateDirectory(Path.Combine(folder, "keys"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string passphrase = Path.Combine(folder, "passphrase");
        File.WriteAllText(passphrase, "a passphrase of these tests alone");
        File.SetUnixFileMode(passphrase, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var all = new Dictionary<string, object>(settings)
        {
            ["Database"] = new { Connection = Path.Combine(folder, "issuer.db") },
            ["Listen"] = new
            {
                Api = $"127.0.0.1:{_api}",
                Public = $"127.0.0.1:{_public}",
                Web = "",
                Metrics = $"127.0.0.1:{_metrics}",
            },
        };
        var custody = new Dictionary<string, object>
        {
            ["Files"] = new { Directory = Path.Combine(folder, "keys"), Passphrase = new { File = passphrase } }
        };
        if (settings.TryGetValue("Pkcs11", out object? token))
        {
            custody["Pkcs11"] = token;
            all.Remove("Pkcs11");
        }

        all["Custody"] = custody;
        File.WriteAllText(Settings, JsonSerializer.Serialize(all));
    }

    public string Api => $"http://127.0.0.1:{_api}";

    public string Public => $"http://127.0.0.1:{_public}";

    /// <summary>Where its figures are.</summary>
    public string Metrics => $"127.0.0.1:{_metrics}";

    /// <summary>The file of its settings.</summary>
    public string Settings => Path.Combine(_folder, "issuer.json");

    /// <summary>Runs another of its commands to its end.</summary>
    public string Run(params string[] args) => RunAlone(_environment, [.. args, "--config", Settings]);

    /// <summary>Practises a compromise, which needs no settings.</summary>
    public static string Drill() => RunAlone([], ["drill"]);

    private static string RunAlone(Dictionary<string, string> environment, string[] args)
    {
        (int code, string output, string error) = BuiltProgram.Run([BuiltProgram.Dotnet, Assembly, .. args], environment);
        return code == 0 ? output.Trim() : throw new InvalidOperationException($"issuer {string.Join(' ', args)}: {code}\n{output}{error}");
    }

    /// <summary>An API key, from the machine of the service.</summary>
    public string Access(string name, string role) => Run("access", "add", name, "--role", role);

    /// <summary>An API key that an administrator gives by a call: each run of the command is a start of the whole program.</summary>
    public async Task<string> AccessAsync(string administrator, string name, string role)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", administrator);
        using HttpResponseMessage answer = await http.PostAsJsonAsync(
            new Uri(Api + "/api/v1/access"), new { name, roles = new[] { role } });
        JsonNode given = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!;
        return given["key"]!.GetValue<string>();
    }

    /// <summary>Starts it, and waits until it listens.</summary>
    public async Task StartAsync()
    {
        _process = new ServerProcess(BuiltProgram.Dotnet, _folder, _environment, Assembly, "serve", "--migrate", "--config", Settings);
        await _process.ListeningAsync(_public);
    }

    /// <summary>Whether it says that it is ready.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var http = new HttpClient();
        return (await http.GetAsync(new Uri(Public + "/health/ready"))).IsSuccessStatusCode;
    }

    /// <summary>Tells it to stop, as a supervisor does.</summary>
    public void Stop() => BuiltProgram.Run(["kill", "-TERM", $"{_process!.Id}"]);

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> EndAsync() => _process!.EndAsync();

    public void Dispose() => _process?.Dispose();
}
