using System.Diagnostics;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli;

/// <summary>
/// A command that waits for input is told to stop, by Ctrl-C or by a supervisor. If this fails, it goes on waiting, or ends with the words
/// of a crash, and nobody knows whether it answered.
/// </summary>
public sealed class StoppedCommandTests
{
    [Theory]
    [InlineData("INT", 1)]
    [InlineData("TERM", 1)]
    [InlineData("INT", 2)]
    [InlineData("TERM", 2)]
    public async Task Command_WaitsForInputAndIsStopped_Ends(string signal, int times)
    {
        string[] line = BuiltCommand.Line("verify", "-");
        using Process process = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        })!;
        await ReadsAsync(process);
        for (int i = 0; i < times; i++)
        {
            BuiltProgram.Run(["kill", $"-{signal}", $"{process.Id}"]);
        }

        Task<string> error = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("", await output);
        Assert.Matches("^(emblem: stopped\\.\n)+$", await error);
        Assert.Equal(130, process.ExitCode);
    }

    // Until a thread of it waits in a read of its standard input: before that it may not listen to signals yet.
    private static async Task ReadsAsync(Process process)
    {
        using var hangs = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!process.HasExited && !Directory.GetDirectories($"/proc/{process.Id}/task").Any(t => ReadsInput(process.Id, t)))
        {
            await Task.Delay(10, hangs.Token);
        }
    }

    private static bool ReadsInput(int process, string task)
    {
        try
        {
            // The number of the call, which is 0 for read on x86-64 and 63 on arm64, and the descriptor: a copy of 0,
            // which leads to the same pipe.
            string[] call = File.ReadAllText(Path.Combine(task, "syscall")).Split(' ');
            return call is ["0" or "63", var descriptor, ..] && LinkOf(Convert.ToInt32(descriptor, 16)) == LinkOf(0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }

        string? LinkOf(int descriptor) => new FileInfo($"/proc/{process}/fd/{descriptor}").LinkTarget;
    }
}
