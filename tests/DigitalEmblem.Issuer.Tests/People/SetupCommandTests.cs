using System.Diagnostics;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Work.People;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.People;

/// <summary>
/// The first start. When these fail, who sets the service up finds no way in, others of the machine read its secrets, or what was there is
/// lost.
/// </summary>
[Trait("Category", "Servers")]
public sealed partial class SetupCommandTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Setup_MakesAllThatTheServiceNeeds_ForItsOwnerOnly_AndALinkThatWorksOnce()
    {
        string made = _folder.PathOf("emblem"), settings = Path.Combine(made, "issuer.json");
        (int code, string output, string error) = await RunAsync(
            "setup", "emblem", "--handle", "Ada", "--log-list", _folder.Write("logs.json", "{}"));

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
        Assert.All(Directory.GetFiles(made), f => Assert.Equal(Owner, File.GetUnixFileMode(f)));
        Assert.DoesNotContain("curl", output, StringComparison.Ordinal);
        Assert.Contains($"issuer serve --config {settings}", output, StringComparison.Ordinal);

        // The paths are right from anywhere.
        (code, _, error) = await RunAsync("settings", "--config", settings);
        Assert.True(code == 0, error);
        string secret = Link().Match(output).Groups[1].Value;
        var store = new IssuerStore(
            new IssuerContexts(new DatabaseOptions { Connection = Path.Combine(made, "issuer.db") }), TimeProvider.System);
        Invitation invitation = (await new FindInvitation(store, TimeProvider.System).RunAsync(secret, default))!;
        Assert.Equal(("ada", AccessRoles.Administrator), (invitation.Handle, invitation.Roles));
        // Reading the file below ends the locks of this process on it, and the next command would take its log away.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Assert.All(
            Directory.GetFiles(made, "*", SearchOption.AllDirectories),
            f => Assert.DoesNotContain(secret, File.ReadAllText(f), StringComparison.Ordinal));

        (code, output, error) = await RunAsync("access", "invite", "ada", "--role", "Administrator", "--config", settings);
        Assert.Equal((0, ""), (code, error));
        Assert.Matches($"^{Link()}\n$", output);
        Assert.Null(await new FindInvitation(store, TimeProvider.System).RunAsync(secret, default));
        (_, output, _) = await RunAsync("access", "add", "otto", "--role", "Officer", "--config", settings);
        (_, output, _) = await RunAsync("access", "people", "--config", settings);
        Assert.StartsWith("otto  Officer  1 key  since ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_OverwritesNothing_AndLeavesNothingHalfMade()
    {
        string kept = _folder.Write("issuer.json", "mine");
        (int code, _, string error) = await RunAsync("setup", ".");

        Assert.Equal(70, code);
        Assert.Contains("not an empty folder", error, StringComparison.Ordinal);
        Assert.Equal(["issuer.json"], Directory.GetFileSystemEntries(_folder.FullPath).Select(Path.GetFileName));
        Assert.Equal("mine", await File.ReadAllTextAsync(kept));

        (code, _, error) = await RunAsync("setup", "other", "--handle", "кирилл");
        Assert.Equal(70, code);
        Assert.False(Directory.Exists(_folder.PathOf("other")));
    }

    private async Task<(int Code, string Out, string Error)> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(IssuerOptions).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullPath,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    [GeneratedRegex("http://localhost:8632/invitation/([A-Za-z0-9_-]{43})")]
    private static partial Regex Link();
}
