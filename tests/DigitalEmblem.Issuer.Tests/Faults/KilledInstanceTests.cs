using System.Diagnostics;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Faults;

/// <summary>
/// An instance that dies with SIGKILL at each step of its work at the database, and is followed by another. When these fail, an asset loses its emblem for good, half a set stands in the DNS and counts for nothing, or something is published
/// that the database and the journal do not know.
/// </summary>
public abstract class KilledInstanceTests(UpdatableServer bind)
{
    /// <summary>Kills an instance at each step of an action, one after another, and has another finish.</summary>
    private protected async Task RequireOrderAfterEachStepAsync(string action)
    {
        await using FaultScene scene = await FaultScene.StartAsync(bind, renewalDue: action == "issue");
        int? steps = null;
        int step = 1;
        for (; steps is null; step++)
        {
            await using FaultScene.Copy copy = await scene.CopyAsync();
            steps = await RunAsync(copy.Folder, action, step);
            copy.Clock.Now = TimeProvider.System.GetUtcNow();
            if (steps is not null)
            {
                await copy.Issuer.Store.ReadAsync(d => RanThroughAsync(d, action));
            }

            await copy.RequireNothingUnknownInTheDnsAsync($"{action}, killed at step {step}");
            copy.Clock.Now += TimeSpan.FromMinutes(3);
            await copy.Issuer.RunAsync();
            await copy.RequireOrderAsync($"{action}, killed at step {step}, and finished");
        }

        Assert.Equal(steps, step - 2);
        Assert.True(steps > 15);
    }

    /// <summary>With a name server of its own, so that it runs beside the other.</summary>
    public sealed class OfDailyWork(UpdatableServer bind) : KilledInstanceTests(bind), IClassFixture<UpdatableServer>
    {
        [Theory]
        [InlineData("issue")]
        [InlineData("withdraw")]
        [InlineData("roll")]
        public Task KilledAtEachStep_TheNextInstanceBringsAllIntoOrder(string action) => RequireOrderAfterEachStepAsync(action);
    }

    /// <summary>The longest of all.</summary>
    public sealed class OfCompromise(UpdatableServer bind) : KilledInstanceTests(bind), IClassFixture<UpdatableServer>
    {
        [Fact]
        public Task KilledAtEachStep_TheNextInstanceBringsAllIntoOrder() => RequireOrderAfterEachStepAsync("compromise");
    }

    /// <summary>Runs an instance.</summary>
    /// <returns>How many steps it had; null if it was killed.</returns>
    private async Task<int?> RunAsync(string folder, string action, int step)
    {
        string worker = typeof(OpenIssuer).Assembly.Location;
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", worker, folder, bind.KeyFile, action, $"{step}"]) { RedirectStandardOutput = true, RedirectStandardError = true };

        // Most of such a short life is spent on compiling: what is compiled need not be measured for compiling it again.
        start.Environment["DOTNET_TieredPGO"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode switch
        {
            0 => int.Parse(said, CultureInfo.InvariantCulture),
            128 + 9 => null,
            _ => throw new InvalidOperationException($"{action} at step {step}: {process.ExitCode}\n{said}{await error}"),
        };
    }

    private static async Task<bool> RanThroughAsync(Issuer.Storage.IssuerContext database, string action)
    {
        Assert.False(await database.Publications.AnyAsync(p => p.State == PublicationState.Due));
        Assert.Equal(action == "withdraw" ? 2 : 0, await database.Assets.CountAsync(a => a.State == AssetState.Withdrawn));
        Assert.Equal(action == "compromise" ? 1 : 0, await database.Compromises.CountAsync(c => c.Step == CompromiseStep.Republished));
        return true;
    }
}
