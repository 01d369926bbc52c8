using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Custody;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// The form of the log. When these fail, a person at a terminal reads JSON, or a program that collects logs gets lines that it cannot take
/// apart.
/// </summary>
[Trait("Category", "Servers")]
public sealed partial class LogFormTests : IDisposable
{
    private const string Started = "Application started";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("serve")]
    [InlineData("checkpage")]
    public async Task Log_OnATerminal_IsLinesForPeople(string command)
    {
        string[] lines = await LogAsync(Words(command), isTerminal: true);

        Assert.All(lines, l => Assert.Matches("^[0-9-]{10}T[0-9:]{8}Z info: ", l));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("checkpage")]
    public async Task Log_ElsewhereIsJson_ALineEach(string command)
    {
        string[] lines = await LogAsync(Words(command), isTerminal: false);

        Assert.All(lines, l => Assert.Equal("Information", JsonDocument.Parse(l).RootElement.GetProperty("LogLevel").GetString()));
    }

    [Theory]
    [InlineData("json", true)]
    [InlineData("simple", false)]
    public async Task FormThatTheSettingsName_Wins(string name, bool isTerminal)
    {
        string[] lines = await LogAsync([.. Words("serve"), $"--Logging:Console:FormatterName={name}"], isTerminal);

        Assert.All(lines, l => Assert.Equal(name == "json", l.StartsWith('{')));
    }

    // Settings enough to start, each at ports of its own.
    private string[] Words(string command)
    {
        string logs = _folder.Write("logs.json", """{"version":"1.0","log_list_timestamp":"2026-11-01T00:00:00Z","operators":[]}""");
        string secret = _folder.Write("secret", "a secret of the tests, long enough\n");
        return command == "checkpage"
            ? [command, $"--Check:Listen=127.0.0.1:{LoopbackPorts.Free()}", $"--Check:LogList={logs}", "--Check:Resolvers:0=127.0.0.1:53"]
            :
            [
                command, "--migrate", $"--Database:Connection={_folder.PathOf("issuer.db")}",
                $"--Listen:Api=127.0.0.1:{LoopbackPorts.Free()}", "--Listen:Public=", "--Listen:Web=",
                $"--Transparency:LogList={logs}", $"--Custody:Files:Directory={_folder.PathOf("keys")}",
                $"--Custody:Files:Passphrase:File={secret}",
            ];
    }

    /// <summary>Starts the program, and ends it when it says that it has started.</summary>
    /// <returns>The lines that it wrote until then.</returns>
    private async Task<string[]> LogAsync(string[] args, bool isTerminal)
    {
        string[] issuer = [Environment.ProcessPath!, "exec", typeof(IssuerOptions).Assembly.Location, .. args];
        // The program 'script' gives it a terminal, and copies to its own output what is written there.
        string[] words = isTerminal
            ? ["script", "--quiet", "--flush", "--command", string.Join(' ', issuer.Select(w => $"'{w}'")), "/dev/null"]
            : issuer;
        using Process process = Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = _folder.FullPath,
        })!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var lines = new List<string>();
            while (lines.Count == 0 || !lines[^1].Contains(Started, StringComparison.Ordinal))
            {
                string line = await process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException(
                    $"It ended:\n{string.Join('\n', lines)}\n{await process.StandardError.ReadToEndAsync(patience.Token)}");
                lines.Add(Control().Replace(line, ""));
            }

            return [.. lines];
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }

    // What a terminal is told beside the text: colours, and how its keys are read.
    [GeneratedRegex("\u001b(\\[[?0-9;]*[a-z]|=)|\r")]
    private static partial Regex Control();
}
