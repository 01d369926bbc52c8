using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>
/// The demo, as a newcomer runs it. When this fails, the first thing that anyone tries of the issuer does not work, or leaves keys behind.
/// </summary>
public sealed class DemoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-demo-tests-").FullName;

    [Fact]
    public async Task Demo_IsWalkedThrough_AndLeavesNothingBehind()
    {
        await using DemoProcess demo = await DemoProcess.StartAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(demo.File));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(demo.Folder));
        string walk = Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer", "walkthrough.sh");

        // The command as it is built, in place of one that is built anew at each call.
        (int code, string output, string error) = BuiltProgram.Run(
            ["bash", "-c", $"source {demo.File} && EMBLEM='{string.Join(' ', BuiltCommand.Line())}' bash {walk}"]);

        Assert.True(code == 0, $"{code}\n{output}\n{error}");
        demo.Signal("INT");
        Assert.Equal(0, await demo.EndAsync());
        Assert.False(Directory.Exists(demo.Folder));
    }

    [Fact]
    public async Task WhatTheOperatorHasSetForAnotherService_IsNotTheDemos()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "issuer.json"),
            """{"Database": {"Connection": "/nowhere/issuer.db"}, "Listen": {"Api": "127.0.0.1:1"}}""");
        var set = new Dictionary<string, string>
        {
            ["ISSUER__Database__Connection"] = "/nowhere/issuer.db",
            ["ISSUER__Custody__Files__Directory"] = "/nowhere",
            ["ISSUER__Transparency__Online"] = "false",
            ["ASPNETCORE_URLS"] = "http://0.0.0.0:1",
            ["URLS"] = "http://0.0.0.0:1",
            ["DOTNET_ENVIRONMENT"] = "Development",
        };

        await using DemoProcess demo = await DemoProcess.StartAsync(set, _folder);
        using var http = new HttpClient();

        foreach (string service in new[] { "ISSUER", "AUTHORITY" })
        {
            Assert.Equal("ready\n", await ReadyAsync(http, demo.Variables[service + "_PUBLIC"]));
        }
    }

    [Fact]
    public async Task TwoDemosAtOnce_AreApart_AndANamedFolderStays()
    {
        string kept = Path.Combine(_folder, "kept here");
        await using DemoProcess one = await DemoProcess.StartAsync();
        await using DemoProcess other = await DemoProcess.StartAsync(null, null, "--folder", kept);

        string[] addresses = [.. one.Variables.Concat(other.Variables)
            .Where(v => v.Key.EndsWith("_API", StringComparison.Ordinal)
                || v.Key.EndsWith("_PUBLIC", StringComparison.Ordinal)
                || v.Key is "CERTIFY_URL" or "NAME_SERVER")
            .Select(v => v.Value)];
        Assert.Equal(12, addresses.Distinct().Count());
        Assert.Equal(
            (0, kept + "\n"),
            BuiltProgram.Run(["bash", "-c", $"source {other.ShellFile} && dirname \"$ROOTS\""]) is var (code, output, _)
                ? (code, output)
                : default);
        other.Signal("TERM");
        Assert.Equal(0, await other.EndAsync());
        Assert.True(File.Exists(Path.Combine(kept, "society", "issuer.db")));

        // What someone has there already is not mixed with a demo.
        (int refused, _, string error) = BuiltProgram.Run([BuiltProgram.Dotnet, DemoProcess.Program, "--folder", kept]);
        Assert.Equal(64, refused);
        Assert.Contains("is not an empty folder", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task CallInHandWhenItIsStopped_IsAnswered_AndTheFolderGoes(string signal)
    {
        await using DemoProcess demo = await DemoProcess.StartAsync();
        using CallInHand call = await CallInHand.BeginAsync(demo.Variables["ISSUER_API"], demo.Variables["ISSUER_ADMIN"]);

        demo.Signal(signal);
        // Longer than the command line cuts programs off by default.
        await Task.Delay(TimeSpan.FromSeconds(3));

        Assert.Equal("HTTP/1.1 200 OK", await call.FinishAsync());
        Assert.Equal(0, await demo.EndAsync());
        Assert.False(Directory.Exists(demo.Folder));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task StoppedWhileItStarts_TheFolderGoes(string signal)
    {
        await using DemoProcess demo = DemoProcess.Begin(new Dictionary<string, string> { ["TMPDIR"] = _folder });
        await demo.SaysAsync("Starting");
        Assert.NotEmpty(Directory.GetDirectories(_folder, "emblem-issuer-demo-*"));

        demo.Signal(signal);

        // 0 if it had just started.
        Assert.Contains(await demo.EndAsync(), new[] { 0, 130 });
        Assert.Empty(Directory.GetDirectories(_folder, "emblem-issuer-demo-*"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The first round of work may be under way for a moment.
    private static async Task<string> ReadyAsync(HttpClient http, string address)
    {
        string answer = "";
        for (int i = 0; i < 100 && answer != "ready\n"; i++)
        {
            await Task.Delay(i == 0 ? 0 : 100);
            using HttpResponseMessage response = await http.GetAsync(new Uri(address + "/health/ready"));
            answer = await response.Content.ReadAsStringAsync();
        }

        return answer;
    }
}
