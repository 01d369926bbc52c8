using System.Net;
using System.Net.Sockets;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Extensions;

/// <summary>
/// The health check. If it fails, an operator does not hear that no resolver answers any more, or that no commitment will be proven soon.
/// </summary>
public sealed class HealthTests : IAsyncLifetime
{
    private readonly AuthoritativeServer _server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly SettableClock _clock = new(TestTokens.Now);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task Health_BeforeAnyCheck_IsHealthyAndAsksNobody()
    {
        await using ServiceProvider services = Services(_ => { });
        await _server.DisposeAsync();
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(services)).Status);
    }

    [Fact]
    public async Task Health_WhereNoServerAnswersAnyMore_IsUnhealthyUntilOneDoes()
    {
        _server.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        await using ServiceProvider services = Services(o => o.Rounds = 2);
        IEmblemChecker checker = services.GetRequiredService<IEmblemChecker>();
        await checker.CheckAsync(Published.Host);
        await _server.DisposeAsync();
        await checker.CheckAsync(Published.Host);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(services)).Status);
        await checker.CheckAsync(Published.Host);
        HealthReportEntry health = await HealthAsync(services);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        Assert.Contains("No DNS server answered", health.Description, StringComparison.Ordinal);
        Assert.Equal(1, health.Data["serversSilent"]);

        await using AuthoritativeServer again = AuthoritativeServer.Start(_server.EndPoint);
        again.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        await checker.CheckAsync(Published.Host);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(services)).Status);
    }

    [Fact]
    public async Task Health_WhereOneOfTwoServersAnswers_IsHealthy()
    {
        await using AuthoritativeServer other = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
        other.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        await using ServiceProvider services = Services(o => o.Servers.Add(other.EndPoint.ToString()));
        await _server.DisposeAsync();
        for (int i = 0; i < 3; i++)
        {
            await services.GetRequiredService<IEmblemChecker>().CheckAsync(Published.Host);
        }

        Assert.Equal(HealthStatus.Healthy, (await HealthAsync(services)).Status);
    }

    /// <summary>Where all must agree, one that is silent makes every answer "could not find out".</summary>
    [Fact]
    public async Task Health_WhereAllMustAgreeAndOneIsSilent_IsUnhealthy()
    {
        await using AuthoritativeServer other = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
        other.Publish(Published.Records(SignatureAlgorithm.Ed25519));
        await using ServiceProvider services = Services(o =>
        {
            o.Servers.Add(other.EndPoint.ToString());
            o.AskAll = true;
        });
        await _server.DisposeAsync();
        for (int i = 0; i < 3; i++)
        {
            Verdict verdict = await services.GetRequiredService<IEmblemChecker>().CheckAsync(Published.Host);
            Assert.Equal(VerdictOutcome.Indeterminate, verdict.Outcome);
        }

        Assert.Equal(HealthStatus.Unhealthy, (await HealthAsync(services)).Status);
    }

    /// <summary>Callers who wait for less than the servers may take never see an answer, and no server is ever found silent.</summary>
    [Fact]
    public async Task Health_WhereCallersLeaveBeforeAnyAnswer_IsDegraded()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddEmblemVerification(o => o.Servers.Add(silent.Client.LocalEndPoint!.ToString()!));
        services.AddHealthChecks().AddEmblemVerification();
        await using ServiceProvider provider = services.BuildServiceProvider();
        for (int i = 0; i < 3; i++)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => provider.GetRequiredService<IEmblemChecker>().CheckAsync(Published.Host, patience.Token));
        }

        HealthReportEntry health = await HealthAsync(provider);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("given up by their callers", health.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, HealthStatus.Healthy, null)]
    [InlineData(64, HealthStatus.Degraded, "will soon be older")]
    [InlineData(71, HealthStatus.Degraded, "is older than the rules allow")]
    public async Task Health_OfALogList_IsByItsAge(int days, HealthStatus expected, string? says)
    {
        await using LogScene scene = await LogScene.StartAsync(LogKind.Static);
        LogList logs = scene.Trust.Logs!;
        _clock.Now = logs.Timestamp.AddDays(days);
        await using ServiceProvider services = Services(o =>
        {
            o.Trust = scene.Trust;
            o.Evidence = HeldEvidence.None;
            o.Verifier = o.Verifier with { Commitments = new CommitmentRules { MaximumLogListAge = TimeSpan.FromDays(70) } };
        });
        HealthReportEntry health = await HealthAsync(services);
        Assert.Equal(expected, health.Status);
        Assert.Contains(says ?? "", health.Description ?? "", StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromDays(days), health.Data["logListAge"]);
    }

    [Fact]
    public async Task Health_OfANamedChecker_IsItsOwn()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddEmblemVerification("strict", o => o.Servers.Add(_server.EndPoint.ToString()));
        services.AddHealthChecks().AddEmblemVerification("strict");
        await using ServiceProvider provider = services.BuildServiceProvider();
        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(("emblem-verification:strict", HealthStatus.Healthy), (Assert.Single(report.Entries).Key, report.Status));
    }

    private static async Task<HealthReportEntry> HealthAsync(ServiceProvider services) =>
        Assert.Single((await services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries).Value;

    private ServiceProvider Services(Action<EmblemVerificationOptions> more)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddEmblemVerification(o =>
        {
            o.Servers.Add(_server.EndPoint.ToString());
            // A server that is gone is noticed at once on loopback; the time is for one that answers late on a busy machine.
            o.Timeout = TimeSpan.FromSeconds(20);
            o.Rounds = 1;
            o.Evidence = HeldEvidence.AssumeCommittedUnsafe;
            more(o);
        });
        services.AddHealthChecks().AddEmblemVerification();
        return services.BuildServiceProvider(validateScopes: true);
    }
}
