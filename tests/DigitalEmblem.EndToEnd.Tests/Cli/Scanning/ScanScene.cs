using System.Diagnostics;
using System.Text.Json;
using DigitalEmblem.Cli;
using DigitalEmblem.EndToEnd.Tests.Servers;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Scanning;

/// <summary>A zone with marked and unmarked names in NSD, and scans of it: in this process, or as the command that was built.</summary>
internal sealed class ScanScene : IDisposable
{
    private readonly NameServers _servers = new();

    private ScanScene()
    {
    }

    private int Port { get; set; }

    public static async Task<ScanScene> StartAsync(bool limitsRate = false)
    {
        var scene = new ScanScene();
        scene._servers.Write("zone", Zone.File(Published.Apex, Published.Records(SignatureAlgorithm.Ed25519).ToZone()));
        scene.Port = await scene._servers.StartNsdAsync(limitsRate, (Published.Apex, "zone"));
        return scene;
    }

    /// <summary>
    /// Lines of every kind: one in ten is marked, one no name, one copied from elsewhere, one a comment, one stands a second time.
    /// </summary>
    public static string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(i => (i % 10) switch
    {
        0 => "www.society.example\n",
        1 => "no \"name\", at all;\n",
        2 => "alias.society.example\n",
        3 => "# a comment\n",
        4 => $"n{i + 1}.society.example\n",
        _ => $"n{i}.society.example\n",
    }));

    public string PathOf(string name) => _servers.PathOf(name);

    public string Write(string name, string text)
    {
        _servers.Write(name, text);
        return PathOf(name);
    }

    /// <summary>The arguments of a scan of this server at the time of the tests.</summary>
    public string[] Arguments(params string[] args) =>
        ["scan", .. args, "--server", $"127.0.0.1:{Port}", "--at", TestTokens.Now.ToString("O"), "--assume-committed"];

    public (int Code, string Out, string Error) Run(string? input, params string[] args)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var context = new CommandContext
        {
            OpenInput = () => new MemoryStream(System.Text.Encoding.UTF8.GetBytes(input ?? "")),
            InputIsRedirected = input is not null,
            Out = output,
            Error = error,
            Colour = false,
            Width = null,
            Clock = TimeProvider.System,
            Environment = _ => null,
            AskSecret = _ => null,
        };
        int code = EmblemCommand.RunAsync(Arguments(args), context).GetAwaiter().GetResult();
        return (code, output.ToString(), error.ToString());
    }

    public JsonElement[] Json(string file) => [.. File.ReadAllLines(PathOf(file)).Select(l => JsonDocument.Parse(l).RootElement)];

    /// <summary>The line up to which the state says that lines were answered; 0 if there is none yet.</summary>
    public long Noted(string state) =>
        File.Exists(PathOf(state)) ? JsonDocument.Parse(File.ReadAllBytes(PathOf(state))).RootElement.GetProperty("line").GetInt64() : 0;

    /// <summary>Starts the built command, and waits until it has noted a line past the given one, or ended.</summary>
    public async Task<Process> StartPastAsync(string state, long line, params string[] args)
    {
        Process process = BuiltCommand.Start(Arguments(args));
        while (!process.HasExited && Noted(state) <= line)
        {
            await Task.Delay(20);
        }

        return process;
    }

    public void Dispose() => _servers.Dispose();
}
