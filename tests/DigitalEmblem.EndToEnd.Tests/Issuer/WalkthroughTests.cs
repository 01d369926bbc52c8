using System.Text.RegularExpressions;
using DigitalEmblem.EndToEnd.Tests.Servers;
using DigitalEmblem.TestSupport.Servers;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>
/// The script that the documentation shows, against two services in processes of their own, BIND with TSIG, Unbound, and a log: from
/// nothing to a host that everybody sees marked, renewed, and withdrawn, and to a folder of data that is checked as marked. When this
/// fails, an organization that does as it is told gets no emblem, or does not get rid of it.
/// </summary>
public abstract class WalkthroughTests(UpdatableServer bind) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-walk-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private protected async Task RequireFromNothingToWithdrawnAsync(string root, string key, string asset)
    {
        await using CertifyingLog log = await CertifyingLog.StartAsync(DateTimeOffset.UtcNow);
        using var servers = new NameServers();
        NameServers.Resolver resolver = await servers.StartUnboundAsync((UpdatableServer.Zone, bind.Port, null));
        string logList = Write("log_list.json", log.LogList), roots = Write("roots.pem", log.RootPem);
        Dictionary<string, string> token = NewToken();
        var settings = new Dictionary<string, object>
        {
            ["Transparency"] = new { LogList = logList, Roots = roots },
            ["Publishing"] = new
            {
                Resolver = $"127.0.0.1:{resolver.Port}",
                TsigKeys = new Dictionary<string, string> { ["zone"] = bind.KeyFile }
            },
        };
        using var ministry = new IssuerProcess(Path.Combine(_folder, "ministry"), settings);
        if (root == "Pkcs11")
        {
            settings["Pkcs11"] = new
            {
                Module = "/usr/lib/softhsm/libsofthsm2.so",
                TokenLabel = "issuer",
                Pin = new { File = Path.Combine(_folder, "pin") }
            };
        }

        using var society = new IssuerProcess(Path.Combine(_folder, "society"), settings, token);
        await ministry.StartAsync();
        await society.StartAsync();
        string ida = society.Access("ida", "Administrator"), adam = ministry.Access("adam", "Administrator");

        (int code, string output, string error) = BuiltProgram.Run(
            ["bash", Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer", "walkthrough.sh")],
            new Dictionary<string, string>
            {
                ["ISSUER_API"] = society.Api,
                ["ISSUER_ADMIN"] = ida,
                ["ISSUER_OFFICER"] = await society.AccessAsync(ida, "olga", "Officer"),
                ["ISSUER_OI"] = "https://society.example",
                ["AUTHORITY_API"] = ministry.Api,
                ["AUTHORITY_ADMIN"] = adam,
                ["AUTHORITY_OFFICER"] = await ministry.AccessAsync(adam, "otto", "Officer"),
                ["AUTHORITY_OI"] = "https://ministry.example",
                ["AUTHORITY_APPROVER_1"] = await ministry.AccessAsync(adam, "anna", "Approver"),
                ["AUTHORITY_APPROVER_2"] = await ministry.AccessAsync(adam, "ben", "Approver"),
                ["ZONE"] = UpdatableServer.Zone,
                ["ASSET"] = asset,
                ["NAME_SERVER"] = bind.EndPoint.ToString(),
                ["TSIG_KEY"] = "zone",
                ["RESOLVER"] = $"127.0.0.1:{resolver.Port}",
                ["LOG_LIST"] = logList,
                ["ROOTS"] = roots,
                ["CERTIFY_URL"] = log.Url + "/certify",
                ["ISSUER_ROOT"] = root,
                ["ISSUER_KEY"] = key,
                ["EMBLEM"] = string.Join(' ', BuiltCommand.Line()),
            });

        Assert.True(code == 0, $"{code}\n{output}\n{error}");
        string check = Section(output, 8);
        Assert.Contains(
            "Marked. Protective emblem of https://society.example, endorsed by https://ministry.example", check, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(check, "^.*commitment of https://(society|ministry).example.*$", RegexOptions.Multiline));
        Assert.Contains("Marked.", Section(output, 9), StringComparison.Ordinal);
        Assert.Contains("Not marked.", Section(output, 10), StringComparison.Ordinal);
        string marked = "Marked. 1 file (10 bytes) is as https://society.example marked it";
        Assert.Contains(marked, Section(output, 12), StringComparison.Ordinal);
        Assert.Contains("Not as marked. 1 of 1 file is changed: patients.csv.", Section(output, 12), StringComparison.Ordinal);
        Assert.Contains(marked, Section(output, 13), StringComparison.Ordinal);
        Assert.Equal(root == "Offline" ? 2 : 0, Regex.Count(output, "The root key is on the other machine"));

        // Nothing is left in the zone, and the journals are whole.
        Assert.Empty(bind.Content(UpdatableServer.Zone, DomainName.Parse(asset)));
        Assert.All(
            [ministry, society],
            s => Assert.Contains("The journal is as it was written", s.Run("journal", "verify"), StringComparison.Ordinal));
        Assert.True(await ministry.IsReadyAsync() && await society.IsReadyAsync());
    }

    private static string Section(string output, int number) =>
        output[output.IndexOf($"== {number}. ", StringComparison.Ordinal)..].Split("\n== ")[0];

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A SoftHSM token, and the variable by which a process finds it.</summary>
    private Dictionary<string, string> NewToken()
    {
        string tokens = Path.Combine(_folder, "tokens");
        Directory.CreateDirectory(tokens);
        string pin = Write("pin", "123456"u8.ToArray());
        File.SetUnixFileMode(pin, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var environment = new Dictionary<string, string>
        {
            ["SOFTHSM2_CONF"] = Write(
                "softhsm2.conf", System.Text.Encoding.UTF8.GetBytes($"directories.tokendir = {tokens}\nobjectstore.backend = file\n"))
        };
        (int code, string output, string error) = BuiltProgram.Run(
            ["softhsm2-util", "--init-token", "--free", "--label", "issuer", "--so-pin", "567890", "--pin", "123456"], environment);
        Assert.True(code == 0, output + error);
        return environment;
    }

    /// <summary>Each with a name server of its own, so that they run beside each other.</summary>
    public sealed class WithFiles(UpdatableServer bind) : WalkthroughTests(bind), IClassFixture<UpdatableServer>
    {
        [Fact]
        public Task FromNothing_ToMarked_Renewed_AndWithdrawn() =>
            RequireFromNothingToWithdrawnAsync("File", "File", "www.society.example");
    }

    /// <summary>Both keys in a token.</summary>
    public sealed class WithToken(UpdatableServer bind) : WalkthroughTests(bind), IClassFixture<UpdatableServer>
    {
        [Fact]
        public Task FromNothing_ToMarked_Renewed_AndWithdrawn() =>
            RequireFromNothingToWithdrawnAsync("Pkcs11", "Pkcs11", "hsm.society.example");
    }

    /// <summary>The root key on another machine.</summary>
    public sealed class Offline(UpdatableServer bind) : WalkthroughTests(bind), IClassFixture<UpdatableServer>
    {
        [Fact]
        public Task FromNothing_ToMarked_Renewed_AndWithdrawn() =>
            RequireFromNothingToWithdrawnAsync("Offline", "File", "offline.society.example");
    }
}
