using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// Files that commands write. If one fails, a mistyped --out destroys a private key or the input, or a reader sees half of a token.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class OutputFileTests : IDisposable
{
    private const string Society = "https://society.example";

    private readonly Command _command = new();

    public OutputFileTests()
    {
        _command.Done("key", "new", "--alg", "ES256", "--out", "@key.pem", "--public", "@key.pub", "--no-passphrase");
        _command.Done("key", "new", "--alg", "ES256", "--out", "@other.pem", "--public", "@other.pub", "--no-passphrase");
        _command.Write("log.json", $$"""[{"ver":"static","id":"{{Convert.ToBase64String(new byte[32])}}","index":7}]""");
        Sign("token");
    }

    public void Dispose() => _command.Dispose();

    [Theory]
    [InlineData("key.pem")]
    [InlineData("other.pem")]
    [InlineData("./key.pem")]
    [InlineData("sub/../key.pem")]
    [InlineData("symbolic")]
    [InlineData("symbolic-twice")]
    [InlineData("hard")]
    [InlineData("hard-other")]
    [InlineData("key.der")]
    [InlineData("key.jwk")]
    [InlineData("utf16.pem")]
    [InlineData("utf16-big.pem")]
    [InlineData("key.p12")]
    public void Out_ThatIsAPrivateKeyByWhateverName_IsRefused(string name)
    {
        Directory.CreateDirectory(_command.PathOf("sub"));
        if (name.Contains("other", StringComparison.Ordinal))
        {
            // An encrypted one costs a second to make.
            File.Delete(_command.PathOf("other.pem"));
            _command.Done("key", "new", "--alg", "ES256", "--out", "@other.pem");
        }

        File.CreateSymbolicLink(_command.PathOf("symbolic"), "key.pem");
        File.CreateSymbolicLink(_command.PathOf("symbolic-twice"), "symbolic");
        HardLink("key.pem", "hard");
        HardLink("other.pem", "hard-other");
        string pem = File.ReadAllText(_command.PathOf("key.pem"));
        using var ecdsa = System.Security.Cryptography.ECDsa.Create();
        ecdsa.ImportFromPem(pem);
        _command.Write("key.der", ecdsa.ExportPkcs8PrivateKey());
        _command.Write(
            "key.jwk",
            """
            {"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
             "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
            """);
        File.WriteAllText(_command.PathOf("utf16.pem"), pem, System.Text.Encoding.Unicode);
        File.WriteAllText(_command.PathOf("utf16-big.pem"), pem, System.Text.Encoding.BigEndianUnicode);
        using (System.Security.Cryptography.X509Certificates.X509Certificate2 own =
            new System.Security.Cryptography.X509Certificates.CertificateRequest(
                "CN=x", ecdsa, System.Security.Cryptography.HashAlgorithmName.SHA256)
                .CreateSelfSigned(TestTokens.Now, TestTokens.Now.AddDays(1)))
        {
            _command.Write("key.p12", own.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pkcs12, "test"));
        }

        byte[] before = File.ReadAllBytes(_command.PathOf(name));

        foreach (string[] args in (string[][])[
            SignArguments(name),
            ["bundle", "@token", "@key.pub", "--out", $"@{name}"],
            ["key", "new", "--alg", "ES256", "--out", "@new.pem", "--public", $"@{name}"],
            ["key", "new", "--alg", "ES256", "--out", $"@{name}"],
            ["root", "csr", "--issuer", Society, "--key", "@key.pub", "--out", $"@{name}", "--cert-key", "@cert.key"],
            ["root", "csr", "--issuer", Society, "--key", "@key.pub", "--out", "@request", "--cert-key", $"@{name}"],
            ["scan", "@log.json", "--out", $"@{name}"]])
        {
            (int code, string output, string error) = _command.Run(args);
            Assert.Equal((64, ""), (code, output));
            Assert.Contains("overwritten", error, StringComparison.Ordinal);
        }

        Assert.Equal(before, File.ReadAllBytes(_command.PathOf(name)));
        Assert.False(File.Exists(_command.PathOf("new.pem")), "A key was made whose public part could not be written.");
        Assert.False(File.Exists(_command.PathOf("cert.key")));
    }

    [Theory]
    [InlineData("@other.pub", "other.pub")]
    [InlineData("@other.pub", "./other.pub")]
    [InlineData("@other.pub", "symbolic")]
    [InlineData("@other.pub", "hard")]
    [InlineData("@symbolic", "other.pub")]
    [InlineData("@hard", "other.pub")]
    [InlineData("@other.pub", "log.json")]
    public void Out_ThatIsAnInputByWhateverName_IsRefused(string endorse, string output)
    {
        File.CreateSymbolicLink(_command.PathOf("symbolic"), _command.PathOf("other.pub"));
        HardLink("other.pub", "hard");
        byte[] before = File.ReadAllBytes(_command.PathOf(output));
        (int code, _, string error) = _command.Run(
            "sign",
            "endorsement",
            "--key",
            "@key.pem",
            "--issuer",
            Society,
            "--subject",
            Society,
            "--endorse",
            endorse,
            "--purpose",
            "protective",
            "--lifetime",
            "1d",
            "--log",
            "@log.json",
            "--out",
            $"@{output}");
        Assert.Equal(64, code);
        Assert.Contains("is what this command reads", error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_command.PathOf(output)));
    }

    [Fact]
    public void Out_OfBundleThatIsAnInput_IsRefused()
    {
        byte[] before = File.ReadAllBytes(_command.PathOf("token"));
        Assert.Equal(64, _command.Run("bundle", "@token", "@key.pub", "--out", "@token").Code);
        Assert.Equal(before, File.ReadAllBytes(_command.PathOf("token")));
    }

    [Fact]
    public void Out_ThatExists_IsReplacedWholeAndKeepsItsPermissionsAndLinks()
    {
        string target = _command.Write("target", "old");
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        File.CreateSymbolicLink(_command.PathOf("link"), "target");
        using (FileStream reader = new(target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            Sign("link");
            // Anyone who had it open sees the old file to its end, and nobody ever half of the new one.
            Assert.Equal("old", new StreamReader(reader).ReadToEnd());
        }

        Assert.Equal(0xd2, File.ReadAllBytes(target)[0]);
        Assert.Equal("target", new FileInfo(_command.PathOf("link")).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(target));
        Assert.DoesNotContain(
            Directory.EnumerateFiles(_command.Folder), f => Path.GetFileName(f).StartsWith("target.", StringComparison.Ordinal));
    }

    [Fact]
    public void Out_ThatIsALinkToNothing_MakesWhatItLeadsTo()
    {
        File.CreateSymbolicLink(_command.PathOf("link"), "absent");
        Sign("link");
        Assert.Equal(0xd2, File.ReadAllBytes(_command.PathOf("absent"))[0]);
        Assert.Equal("absent", new FileInfo(_command.PathOf("link")).LinkTarget);
    }

    [Fact]
    public void Out_ThatCannotBeWritten_SaysWhyAndLeavesWhatWasThere()
    {
        Assert.Contains("does not exist", _command.Run(SignArguments("nowhere/token")).Error, StringComparison.Ordinal);
        Assert.Contains("is a folder", _command.Run(SignArguments(".")).Error, StringComparison.Ordinal);
        Assert.Contains("'-' names none", _command.Run("key", "new", "--alg", "ES256", "--out", "-").Error, StringComparison.Ordinal);
        Assert.Contains(
            "needs a file of its own",
            _command.Run("key", "new", "--alg", "ES256", "--out", "@a", "--public", "@a").Error,
            StringComparison.Ordinal);
        Assert.Equal(0, _command.Run(
            "sign", "emblem", "--key", "@key.pem", "--issuer", Society, "--asset", "www.society.example", "--purpose", "protective",
            "--lifetime", "24h", "--out", "/dev/null").Code);
        Assert.False(new FileInfo("/dev/null").Attributes.HasFlag(FileAttributes.ReadOnly));
        Assert.Contains(
            "name the same file", _command.Run("scan", "@log.json", "--out", "@x", "--resume", "@x").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret of the tests\n")]
    [InlineData("secret of the tests\r\n")]
    [InlineData("secret of the tests")]
    [InlineData("\ufeffsecret of the tests\r\nsecond line\r\n")]
    [InlineData("secret of the tests\nsecond\nthird")]
    public void PassphraseFile_OfWhateverEnds_IsItsFirstLine(string text)
    {
        string file = _command.Write("passphrase", text);
        _command.Passphrase = null;
        _command.Done("key", "new", "--alg", "ES256", "--out", "@encrypted.pem", "--passphrase-file", file);
        _command.Passphrase = "secret of the tests";
        _command.Done("key", "id", "@encrypted.pem");
        _command.Passphrase = "another";
        _command.Done(
            "sign", "emblem", "--key", "@encrypted.pem", "--passphrase-file", file, "--issuer", Society, "--asset", "www.society.example",
            "--purpose", "protective", "--lifetime", "24h");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\nsecret", "is empty")]
    [InlineData("\r\nsecret", "is empty")]
    public void PassphraseFile_WithNothingOnItsFirstLine_SaysSo(string text, string why) =>
        Assert.Contains(
            why,
            _command.Run(
                "key", "new", "--alg", "ES256", "--out", "@new.pem", "--passphrase-file", _command.Write("passphrase", text)).Error,
            StringComparison.Ordinal);

    [Fact]
    public void PassphraseFile_ThatNeverEnds_IsRefused()
    {
        (int code, _, string error) = _command.Run("key", "new", "--alg", "ES256", "--out", "@new.pem", "--passphrase-file", "/dev/zero");
        Assert.Equal(64, code);
        Assert.Contains("'/dev/zero' has a first line of more than 4096 bytes", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_command.PathOf("new.pem")));
    }

    /// <summary>It was read twice, and from a pipe the second time there was nothing.</summary>
    [Fact]
    public void PrivateKey_FromStandardInput_IsReadOnce()
    {
        _command.Input = File.ReadAllText(_command.PathOf("key.pem"));
        Assert.Equal(File.ReadAllText(_command.PathOf("key.pub")), _command.Done("key", "show", "-"));
    }

    [Fact]
    public void PrivateKey_InUtf16_IsRead()
    {
        File.WriteAllText(_command.PathOf("utf16.pem"), File.ReadAllText(_command.PathOf("key.pem")), System.Text.Encoding.Unicode);
        Assert.Equal(File.ReadAllText(_command.PathOf("key.pub")), _command.Done("key", "show", "@utf16.pem"));
    }

    private void Sign(string name) => _command.Done(SignArguments(name));

    private static string[] SignArguments(string name) =>
        [
            "sign", "emblem", "--key", "@key.pem", "--issuer", Society, "--asset", "www.society.example", "--purpose", "protective",
            "--lifetime", "24h", "--out", $"@{name}"
        ];

    private void HardLink(string from, string to)
    {
        using System.Diagnostics.Process ln = System.Diagnostics.Process.Start("ln", [_command.PathOf(from), _command.PathOf(to)]);
        ln.WaitForExit();
        Assert.Equal(0, ln.ExitCode);
    }
}
