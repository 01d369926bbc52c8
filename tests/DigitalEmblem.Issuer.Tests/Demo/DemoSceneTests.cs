using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Demo;
using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Tests.Custody;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Demo;

/// <summary>
/// What the demo starts, and what it tells of it. When these fail, a newcomer has services that cannot be used, or keys that others on the
/// machine can read.
/// </summary>
[Trait("Category", "Servers")]
public sealed class DemoSceneTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task BothServices_AnswerAboutTheirHealth_AndTheApiWithTheKeysOfTheFile()
    {
        await using DemoScene scene = await StartAsync();
        Dictionary<string, string> variables = Variables(scene);
        using var http = new HttpClient();

        foreach (string service in new[] { "ISSUER", "AUTHORITY" })
        {
            Assert.Equal("alive\n", await http.GetStringAsync(new Uri(variables[service + "_PUBLIC"] + "/health/live")));
            foreach (string who in new[] { "ADMIN", "OFFICER" })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, variables[service + "_API"] + "/api/v1/status");
                request.Headers.Authorization = new("Bearer", variables[$"{service}_{who}"]);
                await http.SendAsync(request).NodeAsync();
            }
        }

        // Two keys of one name would be one person to the four-eyes rule.
        Assert.NotEqual(variables["AUTHORITY_APPROVER_1"], variables["AUTHORITY_APPROVER_2"]);
    }

    [Fact]
    public async Task File_HasAllThatTheWalkthroughReads_AndIsItsOwnersAlone()
    {
        await using DemoScene scene = await StartAsync();
        string walk = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer", "walkthrough.sh"));
        IEnumerable<string> read = Regex.Matches(walk, @"\$\{?([A-Z][A-Z_0-9]+)(?!\w|:-)").Select(m => m.Groups[1].Value).Distinct();

        Assert.Empty(read.Except(Variables(scene).Keys));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(scene.Variables));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(scene.Variables)!));
    }

    [Theory]
    [InlineData("/tmp/a-b_c.d/demo.env", "/tmp/a-b_c.d/demo.env")]
    [InlineData("", "''")]
    [InlineData("dotnet run --", "'dotnet run --'")]
    [InlineData("$(rm x)'; y", @"'$(rm x)'\''; y'")]
    public void Word_IsReadBackByAShell(string text, string word) => Assert.Equal(word, ShellWord.Of(text));

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, string> Variables(DemoScene scene) =>
        File.ReadAllLines(scene.Variables).Select(l => l["export ".Length..].Split('=', 2)).ToDictionary(v => v[0], v => v[1].Trim('\''));

    private Task<DemoScene> StartAsync() => DemoScene.StartAsync(_folder.PathOf("demo"), "emblem", TimeProvider.System, default);
}
