using System.Text.Json;
using DigitalEmblem.Cli.Tests;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogFollowing;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Watching;

/// <summary>
/// <c>emblem watch ct</c>. If one fails, someone who guards an authority's name does not hear of a false certificate for it, or a timer
/// reports that all is well when nothing was read.
/// </summary>
public sealed class WatchCtCommandTests : IDisposable
{
    private const string Organization = $"https://{FollowScene.Domain}";

    private readonly Command _command = new() { Now = FollowScene.Now };

    public void Dispose() => _command.Dispose();

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Once_CertificateThatNobodyKnows_IsToldOnceAndEndsWithTwo(LogKind kind)
    {
        await using FollowScene scene = await StartAsync(kind);
        Assert.Equal((0, ""), Two(Once()));
        Assert.Equal((0, ""), Two(Once()));
        BindingChain chain = scene.Issue($"abcdef.adem-configuration.{FollowScene.Domain}");
        scene.Log.AddCertificate(chain.Certificates);
        scene.Log.Publish();
        (int code, string output, _) = Once();
        Assert.Equal(2, code);
        Assert.StartsWith(
            $"Unknown certificate for {Organization}: abcdef.adem-configuration.{FollowScene.Domain}\n", output, StringComparison.Ordinal);
        Assert.Contains("entry 3, taken", output, StringComparison.Ordinal);
        Assert.Contains("issuer: CN=Test Intermediate; serial number 01", output, StringComparison.Ordinal);
        Assert.Single(output.Split('\n'), l => l.StartsWith("Unknown", StringComparison.Ordinal));
        Assert.Equal((0, ""), Two(Once()));
    }

    [Fact]
    public async Task Once_AsJson_HasALineForEachEvent()
    {
        await using FollowScene scene = await StartAsync(LogKind.Static);
        Assert.Equal(["begun", "round"], Events(Once("--output", "json").Out));
        scene.Issue($"abcdef.adem-configuration.{FollowScene.Domain}");
        scene.Issue("k.adem-configuration.society-example.test");
        scene.Log.Fill(2);
        scene.Log.Publish();
        (int code, string output, _) = Once("--output", "json");
        Assert.Equal(2, code);
        Assert.Equal(["unknownCertificate", "lookAlike", "unreadable", "round"], Events(output));
        JsonElement first = JsonDocument.Parse(output.Split('\n')[0]).RootElement;
        Assert.Equal(3, first.GetProperty("index").GetInt32());
        Assert.Equal(scene.Log.Id.ToBase64(), first.GetProperty("logId").GetString());
        Assert.Equal(scene.Log.Leaf(3).Hash.ToBase64(), first.GetProperty("leafHash").GetString());
    }

    [Fact]
    public async Task Once_KnownCertificatesAndKeys_AreNotTold()
    {
        await using FollowScene scene = await StartAsync(LogKind.Rfc6962);
        Once();
        string kid = TestKeys.Of(SignatureAlgorithm.ES256, 1).PublicKey.CoseIdentifier.ToString();
        _command.Write("known.pem", TestAuthority.Pem(scene.Issue($"x.adem-configuration.{FollowScene.Domain}")));
        scene.Issue($"{kid}.adem-configuration.{FollowScene.Domain}", $"adem-configuration.{FollowScene.Domain}", FollowScene.Domain);
        Assert.Equal((0, ""), Two(Once("--known", "@known.pem", "--kid", kid)));
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Once_Endless429_EndsWithThreeAfterADay(LogKind kind)
    {
        await using FollowScene scene = await StartAsync(kind);
        Once();
        scene.Lie((_, _) => new LogResponse([], Status: 429) { Headers = new Dictionary<string, string> { ["Retry-After"] = "7200" } });
        _command.Now += TimeSpan.FromHours(3);
        Assert.Equal((0, ""), Two(Once()));
        _command.Now += TimeSpan.FromHours(24);
        (int code, string output, _) = Once();
        Assert.Equal(3, code);
        Assert.Equal(
            $"Test log ({kind}) lags by 27 hours: it answers that it has too much to do. What it took since then is not seen.\n", output);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Once_LogThatForks_ShowsBothHeadsAndEndsWithTwo(LogKind kind)
    {
        await using FollowScene scene = await StartAsync(kind);
        using TestLog fork = scene.Log.Fork(2);
        Once();
        scene.Grow(9, fork);
        fork.Pass(TimeSpan.FromMinutes(1));
        fork.Publish();
        scene.Serving = fork;
        (int code, string output, _) = Once();
        Assert.Equal(2, code);
        Assert.Contains("contradicts itself: ", output, StringComparison.Ordinal);
        Assert.Contains($": 3 entries, root {scene.Log.Root(3).ToBase64()}, signature ", output, StringComparison.Ordinal);
        Assert.Contains($": 11 entries, root {fork.Root(11).ToBase64()}, signature ", output, StringComparison.Ordinal);
        // Left alone for a minute, and still no success.
        Assert.Equal(2, Once().Code);
        _command.Now += TimeSpan.FromHours(1);
        Assert.Equal(["contradiction", "round"], Events(Once("--output", "json").Out));
    }

    [Fact]
    public async Task Once_StateThatIsDamagedOrOfAnotherLog_IsRefusedWithASentence()
    {
        await using FollowScene scene = await StartAsync(LogKind.Static);
        Once();
        string state = File.ReadAllText(_command.PathOf("ct.state"));
        foreach (string damaged in (string[])[
            "", "{}", "[]", state[..^9], state.Replace("\"progress\": \"A", "\"progress\": \"B", StringComparison.Ordinal),
            state.Replace("\"progress\": \"A", "\"progress\": \"*", StringComparison.Ordinal)])
        {
            _command.Write("ct.state", damaged);
            (int code, _, string error) = Once();
            Assert.Equal(64, code);
            Assert.Contains("is not the state of a watch, or is damaged", error, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllText(_command.PathOf("ct.state")));
        }
    }

    [Theory]
    [InlineData("add --online", "--for", Organization, "--state", "@s", "--once")]
    [InlineData("--once needs --state", "--for", Organization, "--online", "--once")]
    [InlineData("--interval lies between", "--for", Organization, "--online", "--interval", "1s")]
    [InlineData("use one or the other", "--for", Organization, "--online", "--state", "@s", "--once", "--interval", "1h")]
    [InlineData("is not an organization identifier", "--for", "society.example", "--online")]
    public void Mistake_IsSaidInASentence(string sentence, params string[] args)
    {
        (int code, _, string error) = _command.Run(["watch", "ct", .. args]);
        Assert.Equal(64, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GoOn_UntilItIsStopped_MakesRoundAfterRound()
    {
        await using FollowScene scene = await StartAsync(LogKind.Static);
        using System.Diagnostics.Process process = BuiltCommand.Start(
            "watch", "ct", "--for", Organization, "--online", "--log-list", _command.PathOf("list.json"), "--interval", "1m",
            "--state", _command.PathOf("ct.state"), "--output", "json");
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("\"round\"", StringComparison.Ordinal))
        {
        }

        Assert.True(File.Exists(_command.PathOf("ct.state")));
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    private static string[] Events(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement.GetProperty("event").GetString()!)];

    private static (int Code, string Out) Two((int Code, string Out, string Error) result) => (result.Code, result.Out);

    private async Task<FollowScene> StartAsync(LogKind kind)
    {
        FollowScene scene = await FollowScene.StartAsync(kind);
        _command.Write("list.json", scene.ListBytes);
        return scene;
    }

    private (int Code, string Out, string Error) Once(params string[] more) => _command.Run(
        ["watch", "ct", "--for", Organization, "--online", "--log-list", "@list.json", "--state", "@ct.state", "--once", .. more]);
}
