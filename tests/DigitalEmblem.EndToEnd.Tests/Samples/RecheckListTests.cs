using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Samples;

/// <summary>The worker sample, run. If it fails, a reader copies a worker that misses that an emblem went.</summary>
[Trait("Category", "Servers")]
public sealed class RecheckListTests
{
    [Fact]
    public async Task Worker_WhereAnEmblemComesAndGoes_LogsEachChange()
    {
        await using var scene = new SampleScene();
        scene.Publish();
        using var worker = new ServerProcess(
            BuiltProgram.Dotnet,
            SampleScene.Folder("RecheckList"),
            scene.Settings(
                ("Recheck:AtLeastEvery", "00:00:01"), ("Recheck:AtMostEvery", "00:00:01"), ("Recheck:BeforeTheEnd", "00:00:10")),
            BuiltProgram.Assembly("RecheckList", "recheck-list.dll"));
        await worker.SaidAsync("www.society.example is Marked, until ");
        scene.Server.Withdraw(SampleScene.Host);
        await worker.SaidAsync("www.society.example was Marked and is NotMarked: ");
        await scene.Server.DisposeAsync();
        await worker.SaidAsync("www.society.example: could not find out, so what was known stays.");
    }
}
