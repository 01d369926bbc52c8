using System.Diagnostics;
using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Publications;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Certificates;

/// <summary>
/// The program that a timer starts each day (packaging/operators/renew-certificate), with lego itself. When these fail, a certificate runs
/// out while its operator believes that it is renewed.
/// </summary>
[Trait("Category", "Servers")]
public sealed class RenewCertificateTests(UpdatableServer bind) : IClassFixture<UpdatableServer>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// Pebble finds each challenge in the zone, where our hook put it, and issues for our request. It is in no log, and so the service does
    /// not take its certificate.
    /// </summary>
    [Fact]
    public async Task Lego_GetsTheCertificateByOurHooks_AndOneThatStandsInNoLogIsNotTaken()
    {
        using Pebble pebble = await Pebble.StartAsync(bind.EndPoint);
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);

        (int code, string said) = await RenewAsync(scene, ("SERVER", pebble.Directory), ("LEGO_CA_CERTIFICATES", pebble.Roots),
            ("LEGO_OPTIONS", $"--dns.disable-cp --dns.resolvers {bind.EndPoint}"));

        Assert.Contains("Server responded with a certificate", said, StringComparison.Ordinal);
        Assert.Contains("holds no promise of a log (SCT)", said, StringComparison.Ordinal);
        Assert.Equal(70, code);
        string chain = await File.ReadAllTextAsync(await PathOfAsync(scene, "chain.pem"));
        Assert.Equal(
            BindingChain.Read(System.Text.Encoding.UTF8.GetBytes(chain), "lego's").DnsNames.Order(StringComparer.Ordinal),
            (await NamesAsync(scene)).Order(StringComparer.Ordinal));
        // Each challenge was taken out again.
        Assert.DoesNotContain(bind.Content(UpdatableServer.Zone), l => l.StartsWith("_acme-challenge", StringComparison.Ordinal));
        Assert.Equal(4, await scene.JournaledAsync("certificate.challenged"));
        Assert.Equal(4, await scene.JournaledAsync("certificate.challengeTaken"));
    }

    /// <summary>As with a public authority, whose certificates stand in logs: a program in lego's place hands out such a one.</summary>
    [Fact]
    public async Task LoggedCertificate_IsTaken()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        RootCommitment before = await CommitmentAsync(scene);
        await File.WriteAllTextAsync(_folder.PathOf("issued.pem"), scene.Trust.Certify(before.RequestPem));
        Program("bin/lego", "mkdir -p certificates; cp ../issued.pem certificates/x.crt; cp ../issued.pem certificates/x.issuer.crt");

        (int code, string said) = await RenewAsync(scene);

        Assert.True(code == 0, said);
        Assert.Contains("is bound, by 1 entries of logs", said, StringComparison.Ordinal);
        RootCommitment renewed = await CommitmentAsync(scene);
        Assert.NotEqual(before.Id, renewed.Id);
        Assert.NotEqual(before.LogJson, renewed.LogJson);
    }

    [Fact]
    public async Task LegoThatFails_LeavesAllAsItIs_AndItsWordsAreShown()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        RootCommitment before = await CommitmentAsync(scene);
        Program("bin/lego", "echo 'urn:ietf:params:acme:error:rateLimited' >&2; exit 1");

        (int code, string said) = await RenewAsync(scene);

        Assert.Equal(1, code);
        Assert.Contains("rateLimited", said, StringComparison.Ordinal);
        Assert.Equal(before.Id, (await CommitmentAsync(scene)).Id);
        Assert.False(File.Exists(await PathOfAsync(scene, "chain.pem")));
    }

    private async Task<string> PathOfAsync(PublishingScene scene, string file) =>
        _folder.PathOf($"{(await scene.Issuer.InUseAsync(KeyUse.Root)).Identifier}/{file}");

    private static async Task<IReadOnlyList<string>> NamesAsync(PublishingScene scene)
    {
        OrganizationKey root = await scene.Issuer.InUseAsync(KeyUse.Root);
        return [.. BindingNames.Wanted(scene.Issuer.Organization, root.ToVerificationKey())];
    }

    private static async Task<RootCommitment> CommitmentAsync(PublishingScene scene) => await scene.Issuer.ReadAsync(
        d => d.Commitments.Where(c => c.LogJson != null).OrderByDescending(c => c.CompletedAt).ThenByDescending(c => c.Id).FirstAsync());

    /// <summary>As the unit starts it, with the programs of the folder bin before those of the system.</summary>
    private async Task<(int Code, string Said)> RenewAsync(PublishingScene scene, params (string Name, string Value)[] environment)
    {
        string settings = await SettingsAsync(scene);
        Program("issuer", $"exec '{Environment.ProcessPath}' exec '{typeof(IssuerOptions).Assembly.Location}' \"$@\"");
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "packaging", "operators", "renew-certificate"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["ISSUER_CONFIG"] = settings;
        start.Environment["ISSUER"] = _folder.PathOf("issuer");
        start.Environment["STATE_DIRECTORY"] = _folder.FullPath;
        start.Environment["EMAIL"] = "emblems@society.example";
        start.Environment["PATH"] = $"{_folder.PathOf("bin")}:/usr/bin:{start.Environment["PATH"]}";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    private async Task<string> SettingsAsync(PublishingScene scene)
    {
        string list = _folder.PathOf("log_list.json"), roots = _folder.PathOf("roots.pem");
        await File.WriteAllBytesAsync(list, scene.Trust.LogList);
        await File.WriteAllBytesAsync(roots, scene.Trust.Authority.RootPem);
        string path = _folder.PathOf("issuer.json");
        await File.WriteAllTextAsync(path, System.Text.Json.JsonSerializer.Serialize(new
        {
            Database = new { scene.Issuer.Connection },
            Publishing = new { TsigKeys = new { key = bind.KeyFile }, Unsigned = new[] { "127.0.0.0/8:*" }, Resolver = $"{bind.EndPoint}" },
            Transparency = new { LogList = list, Roots = roots, Online = false },
        }));
        return path;
    }

    private void Program(string name, string script)
    {
        string path = _folder.PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Create(CultureInfo.InvariantCulture, $"#!/bin/sh\nset -eu\n{script}\n"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
