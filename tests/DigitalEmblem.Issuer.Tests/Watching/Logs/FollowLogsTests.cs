using DigitalEmblem.Discovery;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Watching.Logs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Watching.Logs;

/// <summary>
/// The logs as the service follows them. When these fail, a certificate binds a stranger's root key to the organization's name, and nobody
/// hears of it; or each renewal of its own alarms people, until they look no more.
/// </summary>
[Trait("Category", "Servers")]
public class FollowLogsTests
{
    private const string Configuration = "adem-configuration.society.example";

    [Fact]
    public async Task NothingNew_RaisesNothingAndWritesNoLineOfTheJournal()
    {
        await using LogScene scene = await StartAsync();
        long lines = await scene.Issuer.ReadAsync(d => d.Journal.LongCountAsync());
        scene.Log.Fill(700);
        scene.Log.Publish();
        await scene.RoundAsync();
        await scene.RoundAsync();
        Assert.Empty(await scene.OpenAsync());
        Assert.Equal(lines, await scene.Issuer.ReadAsync(d => d.Journal.LongCountAsync()));
        Assert.Equal(scene.Log.HeadSize, (int)(await ProgressAsync(scene)).Position!.Value);
    }

    [Fact]
    public async Task CertificateThatNobodyAskedFor_IsToldOnce_WithLogIndexIssuerSerialAndDigest()
    {
        await using LogScene scene = await StartAsync();
        int index = scene.Log.Count;
        BindingChain chain = scene.Issue($"strange.{Configuration}");
        scene.Log.AddCertificate(chain.Certificates);
        scene.Log.Publish();
        await scene.RoundAsync();
        await scene.RoundAsync();
        Alert alert = Assert.Single(await scene.OpenAsync());
        Assert.Equal(AlertKind.UnknownCertificate, alert.Kind);
        Assert.StartsWith($"strange.{Configuration}, certificate ", alert.Subject, StringComparison.Ordinal);
        Assert.NotNull(alert.RaisedIn);
        string text = alert.Text.ToString();
        Assert.All(
            (string[])[
                $"strange.{Configuration}", "Test log (Rfc6962)", "CN=Test Intermediate", "serial number 01", "SHA-256", "revoke it"],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.Matches($"entry ({index}|{index + 1}),", text);
        Assert.Equal(1, await scene.Issuer.ReadAsync(d => d.Journal.CountAsync(j => j.Action == "alerts.raised")));
    }

    /// <summary>A certificate is in the logs before its chain is imported, and even before the request is answered.</summary>
    [Fact]
    public async Task RenewalThatWasAskedForHere_AlarmsNobody()
    {
        await using LogScene scene = await StartAsync();
        OrganizationKey root = await scene.Issuer.InUseAsync(KeyUse.Root);
        RootCommitment open = await scene.Issuer.RequestCommitment.RunAsync("administrator", root.Id, default);
        string chain = scene.Issuer.Trust.Certify(open.RequestPem);
        await scene.RoundAsync();
        await scene.Issuer.CompleteCommitment.RunAsync("administrator", root.Id, chain, default);
        await scene.RoundAsync();
        Assert.Empty(await scene.OpenAsync());
    }

    /// <summary>Asked for while a round was under way, so that the round began without knowing of it.</summary>
    [Fact]
    public async Task CertificateAskedForDuringTheRound_AlarmsNobody()
    {
        await using LogScene scene = await StartAsync();
        OrganizationKey root = await scene.Issuer.MakeKey.RunAsync(
            "administrator", KeyUse.Root, SignatureAlgorithm.Ed25519, KeyCustody.File, default);
        bool asked = false;
        scene.Lie = (path, honest) =>
        {
            if (!asked)
            {
                asked = true;
                RootCommitment open = scene.Issuer.RequestCommitment.RunAsync("administrator", root.Id, default).GetAwaiter().GetResult();
                scene.Issuer.Trust.Certify(open.RequestPem);
                return scene.Log.Answer(path);
            }

            return honest;
        };
        await scene.RoundAsync();
        Assert.True(asked);
        Assert.Equal(scene.Log.HeadSize, (int)(await ProgressAsync(scene)).Position!.Value);
        Assert.Empty(await scene.OpenAsync());
    }

    [Fact]
    public async Task CertificateOfAKnownKeyForAnotherRootKey_IsTold()
    {
        await using LogScene scene = await StartAsync();
        OrganizationKey root = await scene.Issuer.InUseAsync(KeyUse.Root);
        scene.Issue($"{root.Identifier}.{Configuration}", Configuration);
        await scene.RoundAsync();
        Assert.Equal(AlertKind.UnknownCertificate, Assert.Single(await scene.OpenAsync()).Kind);
    }

    [Fact]
    public async Task LookAlikeThatBinds_IsTold_AndOverAfterAMonth()
    {
        await using LogScene scene = await StartAsync();
        scene.Issue("k.adem-configuration.s0ciety.example");
        scene.Issue("www.s0ciety.example");
        await scene.RoundAsync();
        Alert alert = Assert.Single(await scene.OpenAsync());
        Assert.Equal(AlertKind.LookAlikeCertificate, alert.Kind);
        scene.Log.Pass(LogAlerts.Shown);
        scene.Log.Publish();
        await scene.RoundAsync(LogAlerts.Shown + TimeSpan.FromHours(1));
        Assert.Empty(await scene.OpenAsync());
    }

    [Fact]
    public async Task FloodOfLookAlikes_IsBounded()
    {
        await using LogScene scene = await StartAsync();
        foreach (int i in Enumerable.Range(0, LogAlerts.MostOpen + 5))
        {
            scene.Issuer.Trust.Authority.Issue([$"k{i}.adem-configuration.s0ciety.example"], [scene.Log]);
        }

        scene.Log.Publish();
        await scene.RoundAsync();
        Alert[] open = await scene.OpenAsync();
        Assert.Equal(LogAlerts.MostOpen + 1, open.Length);
        Assert.Single(open, a => a.Subject == "further certificates");
    }

    [Fact]
    public async Task Endless429_IsToldAsLagAfterADay_AndOverWhenTheLogAnswers()
    {
        await using LogScene scene = await StartAsync();
        scene.Lie = (_, _) => new LogResponse([], Status: 429) { Headers = new Dictionary<string, string> { ["Retry-After"] = "3600" } };
        int before = scene.Requests;
        for (int i = 0; i < 5; i++)
        {
            await scene.RoundAsync(TimeSpan.FromHours(4));
            Assert.Empty(await scene.OpenAsync());
        }

        Assert.InRange(scene.Requests - before, 1, 10);
        await scene.RoundAsync(TimeSpan.FromHours(8));
        Alert alert = Assert.Single(await scene.OpenAsync());
        Assert.Equal(AlertKind.LogLags, alert.Kind);
        Assert.Contains("It answers that it has too much to do.", alert.Text.ToString(), StringComparison.Ordinal);
        scene.Lie = (_, honest) => honest;
        scene.Log.Pass(TimeSpan.FromHours(35));
        scene.Log.Publish();
        await scene.RoundAsync(TimeSpan.FromHours(7));
        Assert.Empty(await scene.OpenAsync());
    }

    [Fact]
    public async Task HeadThatGetsOld_IsToldAsLag()
    {
        await using LogScene scene = await StartAsync();
        await scene.RoundAsync(TimeSpan.FromHours(26));
        Alert alert = Assert.Single(await scene.OpenAsync());
        Assert.Equal(AlertKind.LogLags, alert.Kind);
        Assert.Contains("It shows no newer tree.", alert.Text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogThatForks_IsToldWithBothSignedHeads()
    {
        await using LogScene scene = await StartAsync();
        using TestLog fork = scene.Log.Fork(2);
        string ours = scene.Log.Root(scene.Log.HeadSize).ToBase64();
        fork.Fill(30);
        fork.Pass(TimeSpan.FromMinutes(1));
        fork.Publish();
        scene.Serving = fork;
        await scene.RoundAsync();
        Alert alert = Assert.Single(await scene.OpenAsync());
        Assert.Equal(AlertKind.LogForked, alert.Kind);
        Assert.Contains($"root {ours}", alert.Text.ToString(), StringComparison.Ordinal);
        Assert.Contains($"root {fork.Root(32).ToBase64()}", alert.Text.ToString(), StringComparison.Ordinal);
        // The certificate that only the fork shows is not believed, and the alert does not go away by silence.
        scene.Lie = (_, _) => null;
        await scene.RoundAsync(TimeSpan.FromHours(1));
        Assert.Equal(AlertKind.LogForked, Assert.Single(await scene.OpenAsync()).Kind);
    }

    [Fact]
    public async Task SecondInstance_LeavesTheRoundToTheFirst_AndTakesItOverWhenTheFirstHasDied()
    {
        await using LogScene scene = await StartAsync();
        scene.Issuer.Clock.Now += FollowLogs.Interval;
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Lie = (_, honest) =>
        {
            arrived.TrySetResult();
            waits.Task.Wait(TimeSpan.FromSeconds(30));
            return honest;
        };
        Task<bool> first = scene.Another().RoundAsync(default);
        await arrived.Task;
        Assert.False(await scene.Another().RoundAsync(default));
        waits.SetResult();
        Assert.True(await first);
        // A lease that nobody gave back.
        await scene.Issuer.Store.ChangeAsync(
            Instance.Actor,
            async change => (await change.Database.LogRounds.SingleAsync()).TryStart("dead", TimeSpan.Zero, change.Now),
            default);
        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(20);
        Assert.False(await scene.Another().RoundAsync(default));
        scene.Issuer.Clock.Now += TimeSpan.FromMinutes(11);
        Assert.True(await scene.Another().RoundAsync(default));
    }

    [Fact]
    public async Task ServiceThatStopsAmidARound_LeavesTheNextInstanceNoWait()
    {
        await using LogScene scene = await StartAsync();
        scene.Issuer.Clock.Now += FollowLogs.Interval;
        using var stop = new CancellationTokenSource();
        scene.Lie = (_, honest) =>
        {
            stop.Cancel();
            return honest;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scene.Another().RoundAsync(stop.Token));
        scene.Lie = (_, honest) => honest;
        Assert.True(await scene.Another().RoundAsync(default));
    }

    /// <summary>As the service runs it: the loop is there if the setting says so, and not otherwise.</summary>
    [Fact]
    public async Task Loop_OfTheService_FollowsTheLogIfTheSettingSaysSo()
    {
        await using LogScene scene = await StartAsync();
        scene.Issue($"strange.{Configuration}");
        var options = new IssuerOptions();
        options.Database.Connection = scene.Issuer.Connection;
        options.Transparency.LogList = scene.LogList;
        options.Watching.Logs = true;
        await using ServiceProvider services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(scene.Issuer.Clock)
            .AddIssuer(options).AddIssuerRounds(followsLogs: true)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        scene.Issuer.Clock.Now += FollowLogs.Interval;
        Assert.True(await IssuerRounds.FollowingLogs(services).Run(default));
        Assert.Equal(AlertKind.UnknownCertificate, Assert.Single(await scene.OpenAsync()).Kind);
        int loops = services.GetServices<IHostedService>().Count();
        await using ServiceProvider without = new ServiceCollection().AddLogging().AddIssuer(options).AddIssuerRounds()
            .BuildServiceProvider();
        Assert.Equal(loops - 1, without.GetServices<IHostedService>().Count());
        Assert.False(new WatchingOptions().Logs);
        Assert.Contains("Watching:Logs", Assert.Single(options.Watching.Validate(asksLogs: false)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PositionThatIsDamaged_IsFollowedAnew()
    {
        await using LogScene scene = await StartAsync();
        await scene.Issuer.Store.ChangeAsync(
            Instance.Actor,
            async change => (await change.Database.FollowedLogs.SingleAsync()).Follow([1, 2, 3], change.Now),
            default);
        await scene.RoundAsync();
        Assert.Equal(scene.Log.HeadSize, (int)(await ProgressAsync(scene)).Position!.Value);
    }

    private protected virtual Task<LogScene> StartAsync() => LogScene.StartAsync();

    private static async Task<LogProgress> ProgressAsync(LogScene scene)
    {
        FollowedLog row = await scene.Issuer.ReadAsync(d => d.FollowedLogs.SingleAsync());
        TransparencyLog log = LogList.Read(TestLog.ListOf((scene.Log, "http://127.0.0.1:1"))).Find(scene.Log.Id)!;
        return LogProgressCodec.Read(row.Progress, log);
    }
}
