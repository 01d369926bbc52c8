using System.Text.Json;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Scanning;

/// <summary>
/// Most servers limit their rate, and answer the rest with silence or "ask over TCP". If this fails, anyone who sweeps
/// learns nothing of most names.
/// </summary>
public sealed class ScanOfRateLimitedServerTests
{
    [Fact]
    public async Task Nsd_ItsDefaultRateLimit_EveryNameIsAnsweredOnce()
    {
        using ScanScene scene = await ScanScene.StartAsync(limitsRate: true);
        string names = scene.Write("names", string.Concat(Enumerable.Range(1, 3000).Select(i => $"n{i}.society.example\n")));
        (int code, _, string error) = scene.Run(null, names, "--out", scene.PathOf("out"));
        Assert.True(code == 1, error);
        JsonElement[] lines = scene.Json("out");
        Assert.Equal(
            Enumerable.Range(1, 3000).Select(i => $"n{i}.society.example NotMarked"),
            lines.Select(l => $"{l.GetProperty("name")} {l.GetProperty("verdict")}"));
    }
}
