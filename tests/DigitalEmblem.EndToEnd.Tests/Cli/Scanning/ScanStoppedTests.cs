using System.Diagnostics;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Scanning;

/// <summary>A scan of days is killed, or stopped, and goes on. If this fails, names are lost, or stand twice, and nobody sees it.</summary>
public sealed class ScanStoppedTests
{
    private const int Count = 2_000;

    // The whole takes twenty seconds then, and the first note comes after one: a scan that is to be stopped has not ended by
    // itself, however late this test gets to it.
    private const string Rate = "100";

    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    public async Task Scan_KilledTwiceAndResumed_HasTheBytesOfAnUndisturbedRun(string format)
    {
        using ScanScene scene = await ScanScene.StartAsync();
        string names = scene.Write("names", ScanScene.Lines(Count));
        (int code, _, _) = scene.Run(null, names, "--format", format, "--out", scene.PathOf("whole"));
        string[] resumable = [names, "--format", format, "--out", scene.PathOf("out"), "--resume", scene.PathOf("state")];
        var random = new Random();
        long noted = 0;
        for (int kill = 0; kill < 2; kill++)
        {
            using Process process = await scene.StartPastAsync("state", noted, [.. resumable, "--rate", Rate]);
            await Task.Delay(random.Next(300));
            Assert.False(process.HasExited, "The scan ended before it was killed.");
            process.Kill();
            await process.WaitForExitAsync();
            noted = scene.Noted("state");
            Assert.InRange(noted, 1, Count - 1);
        }

        // What was written and not noted, such as a line cut in half, is taken back.
        await File.AppendAllTextAsync(scene.PathOf("out"), "{\"line\":17,\"na");
        (int resumed, _, string error) = scene.Run(null, resumable);
        Assert.Equal((3, 3), (code, resumed));
        Assert.Contains("With those of earlier runs: 1,800.", error, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllBytesAsync(scene.PathOf("whole")), await File.ReadAllBytesAsync(scene.PathOf("out")));
    }

    [Fact]
    public async Task Scan_Interrupted_WritesWhatWasAnsweredAndTellsHowToGoOn()
    {
        using ScanScene scene = await ScanScene.StartAsync();
        string names = scene.Write("names", ScanScene.Lines(Count));
        scene.Run(null, names, "--out", scene.PathOf("whole"));
        string[] resumable = [names, "--out", scene.PathOf("out"), "--resume", scene.PathOf("state")];
        using (Process process = await scene.StartPastAsync("state", 0, [.. resumable, "--rate", Rate]))
        {
            ServerProcess.Run("kill", "/", "", "-INT", $"{process.Id}");
            string error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.Equal(130, process.ExitCode);
            Assert.Contains(
                $"Stopped after line {scene.Noted("state")}. The same command goes on from there: --resume {scene.PathOf("state")}",
                error,
                StringComparison.Ordinal);
        }

        Assert.Equal(scene.Noted("state"), scene.Json("out")[^1].GetProperty("line").GetInt64());
        Assert.Equal(3, scene.Run(null, resumable).Code);
        Assert.Equal(await File.ReadAllBytesAsync(scene.PathOf("whole")), await File.ReadAllBytesAsync(scene.PathOf("out")));

        // What is finished stays as it is, and says the same again.
        Assert.Equal(3, scene.Run(null, resumable).Code);
        Assert.Equal(await File.ReadAllBytesAsync(scene.PathOf("whole")), await File.ReadAllBytesAsync(scene.PathOf("out")));
    }

    /// <summary>An input without end, so that only the closed pipe can end the scan. Nobody is asked: no line is a name.</summary>
    [Fact]
    public void Scan_PipedIntoACommandThatEnds_StopsAndSaysWhy()
    {
        string scan = string.Join(' ', BuiltCommand.Line("scan", "-", "--server", "127.0.0.1:5999").Select(w => $"'{w}'"));
        (int code, string output, string error) = BuiltProgram.Run(
            ["timeout", "60", "bash", "-c", $"yes 'no name' | {scan} | head -n 2; exit ${{PIPESTATUS[1]}}"]);
        Assert.Equal(130, code);
        Assert.Equal(2, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("the command that the output is piped into has ended", error, StringComparison.Ordinal);
    }

    /// <summary>Killed when output had been written and no state yet but that of the beginning.</summary>
    [Theory]
    [InlineData("jsonl")]
    [InlineData("csv")]
    public async Task Scan_KilledBeforeItsFirstNote_GoesOnAndIsNotTakenForSomeoneElsesFile(string format)
    {
        using ScanScene scene = await ScanScene.StartAsync();
        string names = scene.Write("names", ScanScene.Lines(20));
        scene.Run(null, names, "--format", format, "--out", scene.PathOf("whole"));
        string[] resumable = [names, "--format", format, "--out", scene.PathOf("out"), "--resume", scene.PathOf("state")];
        scene.Run(null, resumable);
        System.Text.Json.Nodes.JsonNode state = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(scene.PathOf("state")))!;
        (state["line"], state["bytes"], state["notNames"], state["finished"]) = (0, 0, 0, false);
        foreach (string outcome in Enum.GetNames<DigitalEmblem.Verifier.VerdictOutcome>())
        {
            state["counts"]![outcome] = 0;
        }

        await File.WriteAllTextAsync(scene.PathOf("state"), state.ToJsonString());
        (int code, _, string error) = scene.Run(null, resumable);
        Assert.True(code == 3, error);
        Assert.Equal(await File.ReadAllBytesAsync(scene.PathOf("whole")), await File.ReadAllBytesAsync(scene.PathOf("out")));
    }
}
