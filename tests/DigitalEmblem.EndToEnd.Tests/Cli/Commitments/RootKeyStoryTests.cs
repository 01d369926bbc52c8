using System.Text.Json;
using DigitalEmblem.Cli.Tests;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Commitments;

/// <summary>
/// What an organization does to commit to its root key, and what a validator then sees: every step with the command, but the issuer's. If
/// it fails, no organization gets further than a signed emblem.
/// </summary>
public sealed class RootKeyStoryTests : IDisposable
{
    private const string Society = "https://society.example";

    private readonly Command _command = new() { Now = LogScene.Now };
    private readonly TestAuthority _authority = new(LogScene.Now);
    private readonly TestLog _v1 = new(LogKind.Rfc6962, LogScene.Now.AddDays(-2));
    private readonly TestLog _static = new(LogKind.Static, LogScene.Now.AddDays(-2));

    public void Dispose()
    {
        _command.Dispose();
        _authority.Dispose();
        _v1.Dispose();
        _static.Dispose();
    }

    [Theory]
    [InlineData("cwt", "cwt", "ES512")]
    [InlineData("jws", "jws", "ES256")]
    [InlineData("both", "cwt", "Ed25519")]
    [InlineData("both", "jws", "ES384")]
    public void Commitment_FromRequestToVerdict_IsProvenOffline(string named, string format, string algorithm)
    {
        string[] trust =
        [
            "--log-list",
            _command.Write("log_list.json", TestLog.ListOf((_v1, "https://v1.example"), (_static, "https://static.example"))),
            "--ca",
            _command.Write("ca.pem", _authority.RootPem)
        ];
        _command.Done("key", "new", "--alg", algorithm, "--out", "@root.pem", "--public", "@root.pub");
        _command.Done("key", "new", "--alg", "Ed25519", "--out", "@emblem.pem", "--public", "@emblem.pub");
        string next = _command.Done(
            "root", "csr", "--issuer", Society, "--key", "@root.pub", "--out", "@request.csr", "--cert-key", "@certificate.key",
            "--profile", named);

        BindingChain issued = _authority.IssueFor(File.ReadAllText(_command.PathOf("request.csr")), [_v1, _static]);
        _command.Write("fullchain.pem", TestAuthority.Pem(issued));
        Assert.Equal(named == "both" ? 4 : 3, issued.DnsNames.Count);
        Assert.All(issued.DnsNames, name => Assert.Contains($"  {name}\n", next.ReplaceLineEndings("\n"), StringComparison.Ordinal));

        // As the command said: check names the root key, and nothing else.
        Assert.Contains($"emblem root check fullchain.pem --key {_command.PathOf("root.pub")}", next, StringComparison.Ordinal);
        string check = _command.Done(["root", "check", "@fullchain.pem", "--key", "@root.pub", .. trust]);
        Assert.StartsWith(
            $"Proven offline, by the default name rule: the commitment of {Society} to the key ", check, StringComparison.Ordinal);
        Assert.Equal("Proven by the strict name rule.", check.Split('\n')[1]);
        _command.Write("logs.json", _command.Done("root", "log", "@fullchain.pem"));
        Assert.Equal(0, _command.Run(
            ["root", "check", "@fullchain.pem", "--key", "@root.pem", "--strict-names", "--log", "@logs.json", .. trust]).Code);

        _command.Done(
            "sign", "endorsement", "--key", "@root.pem", "--issuer", Society, "--subject", Society, "--endorse", "@emblem.pub", "--purpose",
            "protective", "--lifetime", "30d", "--log", "@logs.json", "--format", format, "--out", "@own");
        _command.Done(
            "sign", "emblem", "--key", "@emblem.pem", "--issuer", Society, "--asset", "www.society.example", "--purpose", "protective",
            "--lifetime", "24h", "--format", format, "--out", "@emblem");
        _command.Done("bundle", "@emblem", "@own", "@emblem.pub", "@root.pub", "--out", "@bundle");
        Assert.Equal(3, _command.Run(["verify", "@bundle", .. trust]).Code);
        string verdict = _command.Done([
            "verify", "@bundle", "--asset", "www.society.example", "--offline", "--strict-names", "--all-log-entries", "--chain",
            "@fullchain.pem", .. trust]);
        Assert.StartsWith(
            $"Marked. Protective emblem of {Society}, endorsed by nobody else; expires in 23 hours.", verdict, StringComparison.Ordinal);
        Assert.Contains("Level         organizational\n", verdict.ReplaceLineEndings("\n"), StringComparison.Ordinal);

        // A chain beside the input needs no option.
        File.Copy(_command.PathOf("fullchain.pem"), _command.PathOf("bundle.chain.pem"));
        JsonElement json = JsonDocument.Parse(_command.Done(["verify", "@bundle", .. trust, "--output", "json"])).RootElement;
        Assert.Equal(
            ("Organizational", "Proven"),
            (json.GetProperty("level").GetString(), json.GetProperty("commitments")[0].GetProperty("outcome").GetString()));
    }

    [Fact]
    public void Csr_CertificateKeyThatExists_IsNotOverwritten()
    {
        _command.Done("key", "new", "--alg", "ES256", "--out", "@root.pem", "--public", "@root.pub");
        _command.Write("certificate.key", "mine");
        (int code, _, string error) = _command.Run(
            "root", "csr", "--issuer", Society, "--key", "@root.pub", "--out", "@request.csr", "--cert-key", "@certificate.key");
        Assert.Equal(64, code);
        Assert.Contains("a key is never overwritten", error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_command.PathOf("certificate.key")));
        Assert.False(File.Exists(_command.PathOf("request.csr")));
    }
}
