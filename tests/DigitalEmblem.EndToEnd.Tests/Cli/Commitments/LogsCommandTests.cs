using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DigitalEmblem.Cli.Tests;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Commitments;

/// <summary>
/// The list of logs that count. If one fails, a validator believes logs that nobody vouches for, or loses the list that it had.
/// </summary>
public sealed class LogsCommandTests : IDisposable
{
    private readonly Command _command = new() { Now = LogScene.Now };
    private readonly ECDsa _publisher = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TestLog _v1 = new(LogKind.Rfc6962, LogScene.Now);
    private readonly TestLog _static = new(LogKind.Static, LogScene.Now);

    public LogsCommandTests()
    {
        _command.Variables["EMBLEM_HOME"] = _command.PathOf("home");
        _command.Write("publisher.pem", _publisher.ExportSubjectPublicKeyInfoPem());
        WriteList("list", "2026-06-01T00:00:00Z");
    }

    private string Installed => Path.Combine(_command.PathOf("home"), "log_list.json");

    private Dictionary<string, string> FilesOf(string folder) =>
        Directory.GetFiles(_command.PathOf(folder)).ToDictionary(file => file, file => Convert.ToBase64String(File.ReadAllBytes(file)));

    public void Dispose()
    {
        _command.Dispose();
        _publisher.Dispose();
        _v1.Dispose();
        _static.Dispose();
    }

    [Fact]
    public void Update_FromAFile_InstallsItAndShowSaysWhatItHolds()
    {
        string said = Update("@list.json").Out;
        Assert.Equal(
            "Version 1.0 of 2026-06-01 00:00 UTC, 16 days old.\n1 RFC 6962 logs and 1 static logs; "
                + "2 of them count for what they log now.\n",
            said);
        Assert.Equal(File.ReadAllBytes(_command.PathOf("list.json")), File.ReadAllBytes(Installed));
        Assert.Equal(said, _command.Done("logs", "show"));
        string all = _command.Done("logs", "show", "--all");
        Assert.Contains($"{_v1.Id.ToBase64()}  RFC6962  usable     Test log (Rfc6962)", all, StringComparison.Ordinal);
        Assert.Contains($"{_static.Id.ToBase64()}  static   usable     Test log (Static)", all, StringComparison.Ordinal);
    }

    [CorpusFact]
    public void Update_GooglesListKeyAndSignature_IsInstalled()
    {
        string[] files = [.. ((string[])["all_logs_list.json", "all_logs_list.sig", "log_list_pubkey.pem"])
            .Select(f => Corpora.PathOf($"ct/loglists/google_{f}"))];
        string said = _command.Done("logs", "update", "--from", files[0], "--signature", files[1], "--key", files[2]);
        Assert.Contains("Version 89.25 of 2026-08-20", said, StringComparison.Ordinal);
        Assert.Contains("42 RFC 6962 logs and 75 static logs", said, StringComparison.Ordinal);
        Assert.Equal(118, _command.Done("logs", "show", "--all").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
    }

    [Fact]
    public async Task Update_OverHttpOnLoopback_FetchesListAndTheSignatureBesideIt()
    {
        await using LogHost host = await LogHost.StartAsync(
            path => File.Exists(_command.PathOf(path[1..])) ? new LogResponse(File.ReadAllBytes(_command.PathOf(path[1..]))) : null);
        Assert.Equal(0, Update($"{host.Url}/list.json").Code);
        Assert.Equal(["/list.json", "/list.sig"], host.Requests);
        Assert.True(File.Exists(Installed));
    }

    /// <summary>In a process of its own, because whom TLS trusts is the process's matter.</summary>
    [Fact]
    public async Task Update_OverHttps_IsInstalledIfTheServersCertificateIsTrustedAndElseCouldNotFindOut()
    {
        using X509Certificate2 certificate = ServerCertificate();
        await using LogHost host = await LogHost.StartAsync(
            path => new LogResponse(File.ReadAllBytes(_command.PathOf(path[1..]))), certificate);
        string url = host.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        Assert.StartsWith("https://localhost:", url, StringComparison.Ordinal);
        string[] args = ["logs", "update", "--from", $"{url}/list.json", "--key", _command.PathOf("publisher.pem")];
        var environment = new Dictionary<string, string> { ["EMBLEM_HOME"] = _command.PathOf("home") };
        (int code, _, string error) = BuiltCommand.Run(environment, args);
        Assert.Equal(3, code);
        Assert.Contains("could not be fetched: The SSL connection could not be established", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Installed));

        environment["SSL_CERT_FILE"] = _command.Write("server.pem", certificate.ExportCertificatePem());
        (code, _, error) = BuiltCommand.Run(environment, args);
        Assert.True(code == 0, error);
        Assert.True(File.Exists(Installed));
    }

    [Theory]
    [InlineData("http://logs.example/list.json")]
    [InlineData("http://192.0.2.1/list.json")]
    [InlineData("ftp://127.0.0.1/list.json")]
    [InlineData("ws://localhost/list.json")]
    public void Update_FromAnythingButHttpsOrLoopback_IsAMistakeOfTheCaller(string url)
    {
        (int code, _, string error) = Update(url);
        Assert.Equal(64, code);
        Assert.Equal($"emblem: '{url}' is neither an https URL nor a file.\n", error);
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("altered")]
    [InlineData("signature of another list")]
    [InlineData("signature that is none")]
    [InlineData("key of another publisher")]
    public void Update_ListThatThePublisherDidNotSign_IsRefusedAndTheOldOneStays(string fault)
    {
        Update("@list.json");
        Dictionary<string, string> files = FilesOf("home");
        WriteList("new", "2026-06-10T00:00:00Z");
        byte[] list = File.ReadAllBytes(_command.PathOf("new.json"));
        switch (fault)
        {
            case "truncated":
                _command.Write("new.json", list[..(list.Length / 2)]);
                break;
            case "altered":
                _command.Write("new.json", Encoding.UTF8.GetString(list).Replace("usable", "rejected", StringComparison.Ordinal));
                break;
            case "signature of another list":
                File.Copy(_command.PathOf("list.sig"), _command.PathOf("new.sig"), overwrite: true);
                break;
            case "signature that is none":
                _command.Write("new.sig", "hello");
                break;
            default:
                using (var other = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                {
                    _command.Write("publisher.pem", other.ExportSubjectPublicKeyInfoPem());
                }

                break;
        }

        (int code, string output, string error) = Update("@new.json");
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("emblem: The signature does not fit: the key in '", error, StringComparison.Ordinal);
        Assert.Contains("Nothing was installed", error, StringComparison.Ordinal);
        Assert.Equal(files, FilesOf("home"));
        Assert.Contains(Installed, files.Keys);
    }

    [Fact]
    public void Update_SignedByThePublisherButNoLogList_IsRefused()
    {
        Sign("list", """{"version":"1","operators":[]}"""u8.ToArray());
        (int code, _, string error) = Update("@list.json");
        Assert.Equal(2, code);
        Assert.Contains("is no log list that this program reads: log_list_timestamp", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Installed));
    }

    [Fact]
    public void Update_KeyThatIsNone_IsAMistakeOfTheCallerAndNamesTheFile()
    {
        _command.Write("publisher.pem", "hello");
        (int code, _, string error) = Update("@list.json");
        Assert.Equal(64, code);
        Assert.Contains(
            "publisher.pem' is not the public key of a publisher: no public key in PEM or DER. "
                + "It is a file that begins with -----BEGIN PUBLIC KEY-----.",
            error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Update_OlderThanTheInstalledOne_IsRefusedAndTheSameAgainIsNot()
    {
        WriteList("new", "2026-06-10T00:00:00Z");
        Assert.Equal(0, Update("@new.json").Code);
        (int code, _, string error) = Update("@list.json");
        Assert.Equal(2, code);
        Assert.StartsWith(
            "emblem: The list that is installed is newer (2026-06-10 00:00 UTC) than this one (2026-06-01 00:00 UTC), so it stays.",
            error,
            StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_command.PathOf("new.json")), File.ReadAllBytes(Installed));
        Assert.Equal(0, Update("@new.json").Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{\"version\":")]
    public void Update_InstalledListDamaged_IsReplacedAndUntilThenCommandsSayHow(string damaged)
    {
        Directory.CreateDirectory(_command.PathOf("home"));
        File.WriteAllText(Installed, damaged);
        (int code, _, string error) = _command.Run("logs", "show");
        Assert.Equal(64, code);
        Assert.Contains("'emblem logs update' installs it anew", error, StringComparison.Ordinal);

        (code, _, error) = Update("@list.json");
        Assert.Equal(0, code);
        Assert.Contains("cannot be read (", error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_command.PathOf("list.json")), File.ReadAllBytes(Installed));
    }

    [Theory]
    [InlineData(404, "answered with status 404 for /list.json")]
    [InlineData(302, "answered with status 302 (redirects are not followed) for /list.json")]
    public async Task Update_ServerThatDoesNotDeliver_CouldNotFindOutAndTheOldOneStays(int status, string expected)
    {
        Update("@list.json");
        await using LogHost host = await LogHost.StartAsync(
            _ => new LogResponse([], "text/plain", status) { Headers = new Dictionary<string, string> { ["Location"] = "/elsewhere" } });
        (int code, _, string error) = Update($"{host.Url}/list.json");
        Assert.Equal(3, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Contains("fetch list and signature by other means", error, StringComparison.Ordinal);
        Assert.Equal(["/list.json"], host.Requests);
        Assert.Equal(File.ReadAllBytes(_command.PathOf("list.json")), File.ReadAllBytes(Installed));
    }

    [Fact]
    public async Task Update_ServerThatSendsWithoutEnd_IsCutOffAndTheOldOneStays()
    {
        Update("@list.json");
        await using LogHost host = await LogHost.StartAsync(_ => new LogResponse([])
        {
            Stream = async (body, cancellationToken) =>
            {
                var block = new byte[64 * 1024];
                while (true)
                {
                    await body.WriteAsync(block, cancellationToken);
                }
            },
        });
        (int code, _, string error) = Update($"{host.Url}/list.json");
        Assert.Equal(3, code);
        Assert.Contains("could not be fetched", error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_command.PathOf("list.json")), File.ReadAllBytes(Installed));
    }

    [Fact]
    public void Show_NothingInstalled_SaysHowToInstallOne()
    {
        (int code, _, string error) = _command.Run("logs", "show");
        Assert.Equal(64, code);
        Assert.Equal("emblem: No log list is installed. 'emblem logs update' installs one; --log-list names a file.\n", error);
    }

    [Fact]
    public void Update_NoHomeFolder_SaysToNameAFile()
    {
        _command.Variables.Clear();
        (int code, _, string error) = Update("@list.json");
        Assert.Equal(64, code);
        Assert.Contains("--log-list", error, StringComparison.Ordinal);
        Assert.Equal(0, _command.Run("logs", "update", "--from", "@list.json", "--key", "@publisher.pem", "--log-list", "@mine.json").Code);
        Assert.Equal(0, _command.Run("logs", "show", "--log-list", "@mine.json").Code);
    }

    private (int Code, string Out, string Error) Update(string from) =>
        _command.Run("logs", "update", "--from", from, "--key", "@publisher.pem");

    private void WriteList(string name, string timestamp) => Sign(name, Encoding.UTF8.GetBytes(
        Encoding.UTF8.GetString(TestLog.ListOf((_v1, "http://127.0.0.1:1"), (_static, "http://127.0.0.1:1")))
            .Replace("2026-06-01T00:00:00Z", timestamp, StringComparison.Ordinal)));

    private void Sign(string name, byte[] list)
    {
        _command.Write($"{name}.json", list);
        _command.Write($"{name}.sig", _publisher.SignData(list, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static X509Certificate2 ServerCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
