using System.Diagnostics;
using DigitalEmblem.Data;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>Marking ends at any moment. If one fails, data that were marked lose their sign, or have half of one.</summary>
public sealed class InterruptedMarkingTests : IDisposable
{
    private const int Side = 2;

    // Without the native command each moment costs the start of a runtime.
    private static readonly int Moments = NativeCommand.FilePath is null ? 10 : 50;

    private readonly DataScene[] _scenes = [.. Enumerable.Range(0, Side).Select(_ => new DataScene())];

    public void Dispose() => Array.ForEach(_scenes, s => s.Dispose());

    [Fact]
    public async Task Mark_KilledOrInterruptedAtAnyMoment_LeavesTheOldSignOrTheNewOne()
    {
        // A fixed seed: a failure can be repeated, as far as the machine's own timing lets it.
        var random = new Random(21);
        (string Signal, double Part)[] moments =
            [.. Enumerable.Range(0, Moments).Select(i => (i % 2 == 0 ? "KILL" : "INT", random.NextDouble()))];
        await Task.WhenAll(_scenes.Select((scene, side) => Task.Run(
            () => InterruptAsync(scene, [.. moments.Where((_, i) => i % Side == side)]))));
    }

    private static async Task InterruptAsync(DataScene scene, (string Signal, double Part)[] moments)
    {
        scene.AddMany(200);
        scene.Mark();
        var whole = Stopwatch.StartNew();
        Child.Run(Child.Line(scene.MarkArguments()));
        TimeSpan usual = whole.Elapsed;
        DataRoot before = DataSign.Read(scene.ReadSign()).Root;
        foreach ((string signal, double part) in moments)
        {
            // Later than half, because a runtime takes long to start; and a little past the end.
            TimeSpan moment = usual * (0.5 + (0.6 * part));
            using Process process = Child.Start(Child.Line(scene.MarkArguments()));
            await Task.Delay(moment);
            Child.Run("kill", $"-{signal}", $"{process.Id}");
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            DataRoot after = DataSign.Read(scene.ReadSign()).Root;
            scene.Command.Now = DateTimeOffset.UtcNow;
            (int code, string said, _) = scene.Check();
            Assert.True(code == 0, $"After {signal} at {moment.TotalMilliseconds:0} ms: {code}\n{said}{await output}{await error}");

            // A run that says that it marked has put its own sign in place. A signal may come before it is listened to (128 + 2).
            Assert.True(process.ExitCode is 0 or 130 or 137, $"{process.ExitCode}: {await error}");
            Assert.True(process.ExitCode != 0 || after != before, await output);
            before = after;
        }
    }
}
