using System.ComponentModel;
using System.Diagnostics;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

/// <summary>
/// A run of a program: without a shell, with an environment of its own, and ended with what it started if it takes too long.
/// </summary>
/// <param name="options">The program.</param>
/// <param name="clock">The clock.</param>
/// <param name="counts">Which of its lines count as what it said; null for all.</param>
internal sealed class ProgramRun(ProgramOptions options, TimeProvider clock, Func<string, bool>? counts = null)
{
    private const int NotFound = 2, NotExecutable = 8, NotAllowed = 13;

    // What the program leaves behind may hold its output open for ever.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    // Of the service's own variables only these: others may be secrets.
    private static readonly string[] Passed = ["HOME", "TZ", "SystemRoot"];

    /// <summary>Runs it.</summary>
    /// <param name="input">What it reads from its standard input.</param>
    /// <param name="cancellationToken">Ends it, and the program with it.</param>
    public async Task<ProgramEnd> RunAsync(byte[] input, CancellationToken cancellationToken)
    {
        using var program = new Process { StartInfo = Start() };
        try
        {
            program.Start();
        }
        catch (Win32Exception e)
        {
            return new ProgramEnd(null, "", Why(e));
        }

        using var late = new CancellationTokenSource(options.Timeout, clock);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var error = new ProgramOutput(program.StandardError.BaseStream);
        var output = new ProgramOutput(program.StandardOutput.BaseStream);
        Task all = Task.WhenAll(error.ReadAsync(), output.ReadAsync(), WriteAsync(program, input));
        int? code = null;
        try
        {
            await program.WaitForExitAsync(until.Token);
            code = program.ExitCode;
        }
        catch (OperationCanceledException)
        {
            End(program);
            cancellationToken.ThrowIfCancellationRequested();
        }

        await Task.WhenAny(all, Task.Delay(LastWords, clock, CancellationToken.None));
        return new ProgramEnd(code, error.LastLine(counts) is { Length: > 0 } line ? line : output.LastLine(counts));
    }

    private static async Task WriteAsync(Process program, byte[] input)
    {
        try
        {
            await using Stream stream = program.StandardInput.BaseStream;
            await stream.WriteAsync(input);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It ended, or closed its input, without reading all: its exit code tells what came of that.
        }
    }

    private static void End(Process program)
    {
        try
        {
            program.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended in this moment, or a program that it started did.
        }
    }

    private ProcessStartInfo Start()
    {
        var start = new ProcessStartInfo(options.Path, options.Arguments)
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LANG"] = "C.UTF-8";
        foreach (string name in Passed)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }

    private Sentence Why(Win32Exception e) => e.NativeErrorCode switch
    {
        NotFound when File.Exists(options.Path) => Sentence.Of($"The program that its first line names (#!) is not there."),
        NotFound => Sentence.Of($"It is not there: look at the path in the settings."),
        NotAllowed => Sentence.Of(
            $"This service's user may not execute it: look at its mode and its owner, and at those of the folders above it."),
        NotExecutable => Sentence.Of($"It is no program of this machine. A script begins with a line as #!/bin/sh."),
        _ => Sentence.Of($"{e.Message}"),
    };
}
