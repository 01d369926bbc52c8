using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// The service under a supervisor that listens as systemd does. When these fail, systemd takes a service for started that cannot do its
/// work, or cuts off what it was about to write down.
/// </summary>
[Trait("Category", "Servers")]
public class SupervisedServiceTests
{
    [Fact]
    public async Task Service_SaysReadyWhenItIsAndStoppingWhenItStops()
    {
        await using var service = new ServiceProcess();
        service.Start();

        var told = new List<string>();
        while (!told.Contains("READY=1"))
        {
            told.Add(await service.ToldAsync());
        }

        Assert.True(await service.IsReadyAsync(), service.ToString());
        // The state comes before the word that it has started, so that nobody reads an old one.
        Assert.Equal("STATUS=Ready.", told[^2]);
        Assert.DoesNotContain(
            told, t => t.StartsWith("STATUS", StringComparison.Ordinal) && t.Contains(service.Folder, StringComparison.Ordinal));

        Task<int> ended = service.TerminateAsync();
        string last;
        do
        {
            last = await service.ToldAsync();
        }
        while (last != "STOPPING=1");

        Assert.Equal(0, await ended);
    }

    [Fact]
    public async Task ServiceWhoseDatabaseIsHeld_IsNotReady()
    {
        await using var service = new ServiceProcess();
        Assert.Equal(0, (await service.RunAsync("migrate")).Code);
        await using (var held = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={service.Database};Pooling=False"))
        {
            await held.OpenAsync();
            await using Microsoft.Data.Sqlite.SqliteTransaction writing = held.BeginTransaction();
            service.Start(migrate: false);
            // Its rounds wait for the file; it answers, and says that it is not ready.
            Assert.Equal("STATUS=Not ready; the log says why.", await service.ToldAsync());
            Assert.False(await service.IsReadyAsync());
            await writing.RollbackAsync();
        }

        var told = new List<string>();
        while (!told.Contains("READY=1"))
        {
            told.Add(await service.ToldAsync());
        }

        Assert.Equal("STATUS=Ready.", told[^2]);
        Assert.True(await service.IsReadyAsync());
    }

    [Fact]
    public async Task ServiceWhosePortIsTaken_SaysThatAndNothingElse()
    {
        await using var service = new ServiceProcess();
        using var other = new TcpListener(IPAddress.Loopback, service.Api);
        other.Start();

        (int code, string output, string error) = await service.RunAsync("serve", "--migrate");

        Assert.Equal(70, code);
        Assert.Equal(
            $"issuer: Failed to bind to address http://127.0.0.1:{service.Api}: address already in use. Does the service run already? "
                + "If not, set another port: Listen:Api, Listen:Public, Listen:Web, Listen:Metrics, or Check:Listen of the check page.\n",
            error);
        Assert.DoesNotContain("BackgroundService", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unit_IsOneThatSystemdTakes()
    {
        string unit = Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer", "systemd", "emblem-issuer.service");
        string text = await File.ReadAllTextAsync(unit);
        Assert.Contains("Type=notify", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nMemoryDenyWriteExecute", text, StringComparison.Ordinal);

        string folder = Directory.CreateTempSubdirectory("emblem-unit-").FullName;
        try
        {
            // The program is not installed where the tests run: something else that can be run stands in its place.
            string copy = Path.Combine(folder, "emblem-issuer.service");
            await File.WriteAllTextAsync(copy, text.Replace("/usr/lib/emblem-issuer/issuer", "/bin/true", StringComparison.Ordinal));
            using Process process = Process.Start(
                new ProcessStartInfo("systemd-analyze", ["verify", "--man=no", copy]) { RedirectStandardError = true })!;
            string said = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            // What it says of other units of this machine is none of ours.
            Assert.DoesNotContain(said.Split('\n'), l => l.Contains("emblem-issuer", StringComparison.Ordinal));
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
