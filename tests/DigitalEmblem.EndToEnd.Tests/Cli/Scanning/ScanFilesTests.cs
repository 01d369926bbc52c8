using DigitalEmblem.Cli;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Cli.Scanning;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Scanning;

/// <summary>
/// What a scan writes, where something is amiss with the files. If one fails, a scan ends without a word, or its output has lines that
/// are cut or stand twice, and the next run goes on behind them.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ScanFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emblem-scan-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>The state cannot be written for a moment. The run ends, though it could be written a moment later.</summary>
    [Fact]
    public async Task Write_StateCannotBeWrittenOnce_TheRunEndsAndNothingMoreIsNoted()
    {
        string state = PathOf("folder/state");
        Directory.CreateDirectory(PathOf("folder"));
        var clock = new ManualTimer();
        var goOn = new TaskCompletionSource();
        using var run = new ScanRun(new ScanState { Options = [], Input = "x" }, state, Output(PathOf("out")), Context());
        Task writing = run.WriteAsync(Results(goOn.Task), clock, CancellationToken.None);
        clock.Tick();
        byte[] noted = await File.ReadAllBytesAsync(state);
        goOn.SetResult();
        await Results2Async(run);
        Directory.Move(PathOf("folder"), PathOf("elsewhere"));
        clock.Tick();
        Directory.Move(PathOf("elsewhere"), PathOf("folder"));
        clock.Tick();
        _last.SetResult();
        await Assert.ThrowsAsync<UsageException>(() => writing);
        Assert.False(run.Finished);
        Assert.Equal(noted, await File.ReadAllBytesAsync(state));
        clock.Tick();
        Assert.Equal(noted, await File.ReadAllBytesAsync(state));
    }

    /// <summary>A file of someone's that has the name that a draft of the state once had.</summary>
    [Fact]
    public void WriteState_FileBesideIt_IsNotTouched()
    {
        File.WriteAllText(PathOf("state.new"), "mine");
        new ScanState { Options = [], Input = "x", Line = 7 }.Write(PathOf("state"), Context());
        Assert.Equal("mine", File.ReadAllText(PathOf("state.new")));
        Assert.Equal(7, ScanState.Read(PathOf("state"))!.Line);
        Assert.Equal(2, _folder.GetFiles().Length);
    }

    /// <summary>Two runs of one scan, as when a timer starts the second before the first has ended.</summary>
    [Fact]
    public void Open_OutputOfAScanThatRuns_IsRefusedAndNotCut()
    {
        using (ScanOutput first = Output(PathOf("out")))
        {
            first.Write(ResultOf(1));
            first.Flush(toDisk: false);
            Assert.Throws<IOException>(() => ScanOutput.Open(PathOf("out"), 0, resumable: true, ScanFormat.Jsonl, [], Context()));
        }

        Assert.Single(File.ReadAllLines(PathOf("out")));
    }

    /// <summary>A pipe in the place of a file: written to, if nothing has to be taken back from it.</summary>
    [Fact]
    public void Scan_OutIsAPipe_IsWrittenAndNotResumable()
    {
        string[] line = BuiltCommand.Line("scan", "-", "--server", "127.0.0.1:5999", "--out", "/dev/stdout");
        string command = string.Join(' ', line.Select(w => $"'{w}'"));
        (int code, string output, string error) = BuiltProgram.Run(
            ["bash", "-c", $"printf 'no name\nno name\n' | {command} | cat; exit ${{PIPESTATUS[1]}}"]);
        Assert.True(code == 3, error);
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        (code, _, error) = BuiltProgram.Run(
            ["bash", "-c", $"printf 'no name\n' | {command} --resume '{PathOf("state")}' | cat; exit ${{PIPESTATUS[1]}}"]);
        Assert.Equal(64, code);
        Assert.Contains("--resume needs a file", error, StringComparison.Ordinal);
        (code, _, _) = BuiltProgram.Run(
            ["timeout", "60", "bash", "-c", $"yes 'no name' | {command} | head -n 1 > /dev/null; exit ${{PIPESTATUS[1]}}"]);
        Assert.Equal(130, code);
    }

    /// <summary>The session in which a scan was started ends, and its terminal with it.</summary>
    [Fact]
    public void Progress_TerminalIsGone_TheCommandGoesOn()
    {
        var clock = new ManualTimer();
        using var progress = new Progress(new CommandContext
        {
            OpenInput = () => Stream.Null,
            InputIsRedirected = false,
            Out = TextWriter.Null,
            Error = new Gone(),
            ErrorIsTerminal = true,
            Colour = false,
            Width = null,
            Clock = clock,
            Environment = _ => null,
            AskSecret = _ => null,
        }, () => $"Line 1");
        clock.Tick();
        clock.Tick();
    }

    /// <summary>What the scan reads is never replaced by its state.</summary>
    [Fact]
    public async Task Scan_StateIsTheInput_IsRefused()
    {
        File.WriteAllText(PathOf("names"), "no name\n");
        var error = new StringWriter();
        int code = await EmblemCommand.RunAsync(
            ["scan", PathOf("names"), "--server", "127.0.0.1:5999", "--out", PathOf("out"), "--resume", PathOf("names")], Context(error));
        Assert.Equal(64, code);
        Assert.Equal("no name\n", File.ReadAllText(PathOf("names")));
        Assert.Contains("is not the state of a scan", error.ToString(), StringComparison.Ordinal);
    }

    private readonly TaskCompletionSource _last = new(), _second = new();

    private Task Results2Async(ScanRun run) => _second.Task.ContinueWith(
        _ =>
        {
            while (run.Line < 2)
            {
                Thread.Yield();
            }
        },
        TaskScheduler.Default);

    private async IAsyncEnumerable<ScanResult> Results(Task goOn)
    {
        yield return ResultOf(1);
        await goOn;
        _second.SetResult();
        yield return ResultOf(2);
        await _last.Task;
        yield return ResultOf(3);
    }

    private static ScanResult ResultOf(int line) => ScanResult.NotAName(new ScanLine(line, "no name", null));

    private static ScanOutput Output(string file) => ScanOutput.Open(file, null, resumable: true, ScanFormat.Jsonl, [], Context());

    private static CommandContext Context(TextWriter? error = null) => new()
    {
        OpenInput = () => Stream.Null,
        InputIsRedirected = false,
        Out = TextWriter.Null,
        Error = error ?? TextWriter.Null,
        Colour = false,
        Width = null,
        Clock = TimeProvider.System,
        Environment = _ => null,
        AskSecret = _ => null,
    };

    /// <summary>A terminal that was closed.</summary>
    private sealed class Gone : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => throw new IOException("Input/output error");
    }

    /// <summary>A clock whose one timer goes off when the test says so.</summary>
    private sealed class ManualTimer : TimeProvider
    {
        private TimerCallback? _callback;

        public void Tick() => _callback!(null);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            return new None();
        }

        private sealed class None : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => default;
        }
    }
}
