using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DigitalEmblem.TestSupport.Servers;

/// <summary>
/// A real program, started on loopback in a folder of its own, and ended with the test. If the program is missing, the test fails:
/// ./test.sh installs it.
/// </summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private bool _ended;

    public ServerProcess(string program, string folder, params string[] args)
        : this(program, folder, new Dictionary<string, string>(), args)
    {
    }

    public ServerProcess(string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["PATH"] = $"/usr/sbin:/usr/bin:{start.Environment["PATH"]}";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        _process.OutputDataReceived += (_, e) => Log(e.Data);
        _process.ErrorDataReceived += (_, e) => Log(e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Runs a tool to its end and returns what it printed.</summary>
    public static string Run(string program, string folder, string input, params string[] args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true
        };
        start.Environment["PATH"] = $"/usr/sbin:/usr/bin:{start.Environment["PATH"]}";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', args)}: {process.ExitCode}\n{output}{error.Result}");
    }

    /// <summary>Waits until a program listens on the TCP port; else throws with the output of the program.</summary>
    public Task ListeningAsync(int port) => UntilAsync(
        async () =>
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        },
        $"listen on {port}");

    /// <summary>Waits until the program has printed these words: a server may listen before it has read its data.</summary>
    public Task SaidAsync(string words) => UntilAsync(
        () =>
        {
            lock (_log)
            {
                return Task.FromResult(_log.ToString().Contains(words, StringComparison.Ordinal));
            }
        },
        $"say '{words}'");

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    // Waits up to five minutes, because a busy machine is slow. Only a program that has ended or hangs fails.
    private async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        using var hangs = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!_process.HasExited && !hangs.IsCancellationRequested)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(20);
        }

        throw new InvalidOperationException($"{_process.StartInfo.FileName} does not {what}:\n{_log}");
    }

    private void Log(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }
}
