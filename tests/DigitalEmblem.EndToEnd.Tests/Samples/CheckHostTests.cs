using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Samples;

/// <summary>The console sample, run. If it fails, the first program that a reader copies does not work.</summary>
[Trait("Category", "Servers")]
public sealed class CheckHostTests : IAsyncLifetime
{
    private readonly SampleScene _scene = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _scene.DisposeAsync().AsTask();

    [Fact]
    public void CheckHost_OfAMarkedName_SaysSoAndEndsWithZero()
    {
        _scene.Publish();
        (int code, string output, string error) = Run([SampleScene.Host.ToString()]);
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("www.society.example: Marked", output, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckHost_OfAnotherName_SaysThatThatIsNoStatement()
    {
        _scene.Publish();
        (int code, string output, _) = Run([SampleScene.Host.ToString(), "society.example"]);
        Assert.Equal(1, code);
        Assert.Contains("society.example: Not marked.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckHost_WithASilentServer_CouldNotFindOutAndLogsNoName()
    {
        await _scene.Server.DisposeAsync();
        (int code, string output, string error) = Run([SampleScene.Host.ToString()]);
        Assert.Equal(1, code);
        Assert.Contains("Could not find out", output, StringComparison.Ordinal);
        Assert.Contains("Could not find out whether a host bears an emblem: SourceUnavailable", error, StringComparison.Ordinal);
        Assert.DoesNotContain("society", error, StringComparison.Ordinal);
    }

    [Fact]
    public void CheckHost_WithATypoInItsSettings_DoesNotStart()
    {
        (int code, string output, string error) = Run([SampleScene.Host.ToString()], ("Emblem:Polcy:Endorsers", "1"));
        Assert.Equal((78, ""), (code, output));
        Assert.Equal("Emblem verification: There is no setting Emblem:Polcy: did you mean Emblem:Policy?", error.Trim());
    }

    private (int Code, string Out, string Error) Run(string[] args, params (string Name, string Value)[] more) => BuiltProgram.Run(
        [BuiltProgram.Dotnet, BuiltProgram.Assembly("CheckHost", "check-host.dll"), .. args], _scene.Settings(more));
}
