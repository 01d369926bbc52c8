using System.Diagnostics;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.DataMarks;

/// <summary>
/// <c>issuer data</c>. When this fails, a command on the machine of the service decides in the name of a person, or a person cannot decide
/// by it.
/// </summary>
[Trait("Category", "Servers")]
public sealed class DataCommandTests : IDisposable
{
    private static readonly DataRoot Root = DataRoot.FromBytes([.. Enumerable.Repeat((byte)7, DataRoot.Length)]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Acts_AreThePersonsWhoseKeyItIs_AndReadingNeedsTheDatabaseOnly()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        string key = _folder.Write(
            "otto.key", (await service.GiveAccess.RunAsync("operator", "otto", AccessRoles.Officer, null, default)).Secret + "\n");
        string[] otto = ["--api-key", key, "--url", service.Address.ToString()];

        Assert.Equal(
            (0, $"{Root} is Listed. An officer declares and marks it next: 'issuer data declare', 'issuer data mark'.\n", ""),
            await RunAsync(["data", "add", $"{Root}", "--purpose", "protective,indicative", "--label", "patients", .. otto]));
        await scene.ActOnData.DeclareAsync(IssuerScene.Officer, Root, null, default);
        await scene.ActOnData.MarkAsync(IssuerScene.Officer, Root, null, default);
        await scene.IssueEmblems.RunAsync(default);
        (_, string list, _) = await RunAsync(["data", "list", "--state", "Marked", $"--Database:Connection={scene.Connection}"]);
        Assert.StartsWith($"{Root}  Marked  protective, indicative  until 2026-", list, StringComparison.Ordinal);
        Assert.EndsWith("\"patients\"\n", list, StringComparison.Ordinal);

        (int code, string output, _) = await RunAsync(["data", "withdraw", $"{Root}", .. otto]);
        Assert.Equal(0, code);
        Assert.Contains("Copies cannot be called back", output, StringComparison.Ordinal);
        Assert.Equal(
            ["data.listed otto", "data.declared officer", "data.marked officer", "data.withdrawn otto"],
            await NamesInLines.ReadAsync(
                scene, e => e.Action.StartsWith("data.", StringComparison.Ordinal), e => $"{e.Action} {e.Actor}"));
    }

    [Fact]
    public async Task Mistakes_NameTheCommandAndTheNextStep()
    {
        string key = _folder.Write("otto.key", "key\n");
        (int code, _, string error) = await RunAsync(["data", "declare", $"{Root}", "--api-key", key]);
        Assert.Equal(64, code);
        Assert.Contains("Nothing says where the service is: name it with --url", error, StringComparison.Ordinal);
        (code, _, error) = await RunAsync(["data", "add", $"{Root}"]);
        Assert.Equal(64, code);
        Assert.Contains("See 'issuer data add --help'.", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Out, string Error)> RunAsync(string[] args)
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
}
