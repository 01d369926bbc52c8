using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>From keys to a verdict, with nothing but the command: what a National Society does on its first day.</summary>
public sealed class LifeOfAnEmblemTests : IDisposable
{
    private const string Society = "https://society.example", Ministry = "https://ministry.example", Host = "www.society.example";

    private readonly Command _command = new();

    public void Dispose() => _command.Dispose();

    private string Done(params string[] args)
    {
        (int code, string output, string error) = _command.Run(args);
        Assert.True(code == 0, $"{string.Join(' ', args)}: {code}\n{output}{error}");
        return output;
    }

    private void MakeKeys()
    {
        Done("key", "new", "--alg", "ES512", "--out", "@root.pem", "--public", "@root.pub");
        Done("key", "new", "--alg", "Ed25519", "--out", "@emblem.pem", "--public", "@emblem.pub");
        Done("key", "new", "--alg", "ES384", "--out", "@ministry.pem", "--public", "@ministry.pub");
        GiveLogEntry();
    }

    /// <summary>The same, for tests of what comes after.</summary>
    private void GiveKeys()
    {
        GiveKey("root", SignatureAlgorithm.ES512);
        GiveKey("emblem", SignatureAlgorithm.Ed25519);
        GiveKey("ministry", SignatureAlgorithm.ES384);
        GiveLogEntry();
    }

    private void GiveKey(string name, SignatureAlgorithm algorithm)
    {
        _command.Write($"{name}.pem", TestKeys.QuickPem(TestKeys.Of(algorithm), "test"));
        _command.Write($"{name}.pub", TestKeys.Of(algorithm).PublicKey.ToPem());
    }

    private void GiveLogEntry() =>
        _command.Write("log.json", $$"""[{"ver":"static","id":"{{Convert.ToBase64String(new byte[32])}}","index":7}]""");

    private void MakeTokens(string format)
    {
        Done(
            "sign", "endorsement", "--key", "@root.pem", "--issuer", Society, "--subject", Society, "--endorse", "@emblem.pub", "--purpose",
            "protective", "--lifetime", "30d", "--log", "@log.json", "--format", format, "--out", "@own");
        Done(
            "sign", "endorsement", "--key", "@ministry.pem", "--issuer", Ministry, "--subject", Society, "--endorse", "@root.pub",
            "--may-endorse", "--purpose", "protective", "--lifetime", "365d", "--log", "@log.json", "--format", format, "--out", "@theirs");
        Done(
            "sign", "emblem", "--key", "@emblem.pem", "--issuer", Society, "--asset", Host, "--purpose", "protective", "--lifetime", "24h",
            "--format", format, "--out", "@emblem");
    }

    [Theory]
    [InlineData("cwt")]
    [InlineData("jws")]
    public void Chain_MadeWithTheCommands_VerifiesAsEndorsedWhenCommitmentsAreAssumed(string format)
    {
        MakeKeys();
        MakeTokens(format);
        Done("bundle", "@emblem", "@own", "@theirs", "@emblem.pub", "@root.pub", "@ministry.pub", "--out", "@bundle");

        string output = Done(
            "verify", "@bundle", "--asset", Host, "--assume-committed", "--trust-authority", Ministry, "--require", "endorsed");
        Assert.StartsWith(
            "Marked. Protective emblem of https://society.example, endorsed by https://ministry.example; expires in 23 hours.",
            output,
            StringComparison.Ordinal);

        string rootId = Done("key", "id", "@root.pub").Split('\n')[format == "cwt" ? 1 : 2][6..].Trim();
        JsonElement stated =
            JsonDocument.Parse(Done("verify", "@bundle", "--committed", $"{Society}={rootId}", "--output", "json")).RootElement;
        Assert.Equal(
            ("Organizational", "Endorsed"), (stated.GetProperty("level").GetString(), stated.GetProperty("levelAtMost").GetString()));
    }

    [Fact]
    public void Cwt_OnTheWire_BeginsD284ReadsAlikeInTag61AndVerifiesWithTheCoseLibrary()
    {
        GiveKeys();
        MakeTokens("cwt");
        foreach ((string token, string key) in ((string, string)[])[("own", "root.pub"), ("theirs", "ministry.pub")])
        {
            byte[] bytes = File.ReadAllBytes(_command.PathOf(token));
            Assert.Equal([0xd2, 0x84], bytes[..2]);
            using ECDsa ecdsa = ECDsa.Create();
            ecdsa.ImportFromPem(File.ReadAllText(_command.PathOf(key)));
            Assert.True(CoseMessage.DecodeSign1(bytes).VerifyEmbedded(ecdsa));
        }

        string[] tokens = ["emblem", "own", "theirs"];
        _command.Write(
            "tagged", string.Join('\n', tokens.Select(t => "d83d" + Convert.ToHexString(File.ReadAllBytes(_command.PathOf(t))))));
        string[] keys = ["--key", "@emblem.pub", "--key", "@root.pub", "--key", "@ministry.pub", "--assume-committed", "--output", "json"];
        JsonElement plain = JsonDocument.Parse(Done(["verify", "@emblem", "@own", "@theirs", .. keys])).RootElement;
        JsonElement tagged = JsonDocument.Parse(Done(["verify", "@tagged", .. keys])).RootElement;
        JsonElement both = JsonDocument.Parse(Done(["verify", "@tagged", "@emblem", "@own", "@theirs", .. keys])).RootElement;
        Assert.All([plain, tagged, both], j => Assert.Equal("Endorsed", j.GetProperty("level").GetString()));
        Assert.Equal(plain.GetProperty("validUntil").GetString(), tagged.GetProperty("validUntil").GetString());
    }

    /// <summary>Who issues an emblem wants it accepted at once, by machines whose clocks are a little slow too.</summary>
    [Fact]
    public void Sign_NothingSaidOfTimes_BeginsALittleBeforeNowAndSaysWhenItWasIssued()
    {
        MakeKeys();
        string[] sign =
            ["sign", "emblem", "--key", "@emblem.pem", "--asset", Host, "--purpose", "protective", "--lifetime", "24h", "--out", "@emblem"];
        EmblemToken Signed(params string[] more)
        {
            Done([.. sign, .. more]);
            return Cwt.Read(File.ReadAllBytes(_command.PathOf("emblem"))).Claims;
        }

        EmblemToken plain = Signed();
        Assert.Equal(
            (TimeSpan.FromMinutes(10), TimeSpan.FromHours(24)), (plain.IssuedAt - plain.Validity.NotBefore, plain.Validity.Lifetime));
        Assert.Equal(0, _command.Run("verify", "@emblem", "--key", "@emblem.pub", "--require", "signed", "--max-lifetime", "24h").Code);

        EmblemToken told = Signed("--not-before", "2026-06-17T00:00:00Z", "--issued-at", "2026-06-16");
        Assert.Equal(new Validity(new(2026, 6, 17, 0, 0, 0, TimeSpan.Zero), new(2026, 6, 18, 0, 0, 0, TimeSpan.Zero)), told.Validity);
        Assert.Equal(new DateTimeOffset(2026, 6, 16, 0, 0, 0, TimeSpan.Zero), told.IssuedAt);
        string[] verify = ["verify", "@emblem", "--key", "@emblem.pub", "--require", "signed", "--at", "2026-06-16T23:55:00Z"];
        Assert.Equal(3, _command.Run(verify).Code);
        Assert.Equal(2, _command.Run([.. verify, "--slow-clock", "1m"]).Code);
        Assert.Equal(2, _command.Run([.. verify, "--slow-clock", "0s"]).Code);
    }

    [Fact]
    public void Sign_ToStandardOutput_IsALineThatVerifyReads()
    {
        GiveKeys();
        string emblem = Done(
            "sign", "emblem", "--key", "@emblem.pem", "--asset", Host, "--purpose", "protective,civil-defence", "--lifetime", "1h");
        _command.Input = emblem + Done("key", "show", "@emblem.pub", "--format", "cose");
        (int code, string output, _) = _command.Run("verify", "--require", "signed", "--asset", Host);
        Assert.Equal(0, code);
        Assert.StartsWith("Marked. Protective, civil-defence emblem of a key that names no organization", output, StringComparison.Ordinal);
        Assert.Equal(4, _command.Run("verify").Code);
    }

    [Theory]
    [InlineData(
        "domain names only",
        "sign",
        "emblem",
        "--key",
        "@emblem.pem",
        "--asset",
        "[192.0.2.1]",
        "--purpose",
        "protective",
        "--lifetime",
        "1h")]
    [InlineData("states its purposes", "sign", "emblem", "--key", "@emblem.pem", "--asset", "a.example", "--lifetime", "1h")]
    [InlineData(
        "endorses itself",
        "sign",
        "endorsement",
        "--key",
        "@root.pem",
        "--issuer",
        Society,
        "--subject",
        Society,
        "--endorse",
        "@root.pub",
        "--purpose",
        "protective",
        "--lifetime",
        "1h")]
    [InlineData(
        "(log)",
        "sign",
        "endorsement",
        "--key",
        "@ministry.pem",
        "--issuer",
        Ministry,
        "--subject",
        Society,
        "--endorse",
        "@root.pub",
        "--may-endorse",
        "--purpose",
        "protective",
        "--lifetime",
        "1h")]
    [InlineData(
        "at least a second",
        "sign",
        "emblem",
        "--key",
        "@emblem.pem",
        "--asset",
        "a.example",
        "--purpose",
        "protective",
        "--lifetime",
        "0s")]
    [InlineData(
        "is not a private key",
        "sign",
        "emblem",
        "--key",
        "@emblem.pub",
        "--asset",
        "a.example",
        "--purpose",
        "protective",
        "--lifetime",
        "1h")]
    [InlineData(
        "not a list of log entries",
        "sign",
        "endorsement",
        "--key",
        "@root.pem",
        "--issuer",
        Society,
        "--subject",
        Society,
        "--endorse",
        "@emblem.pub",
        "--purpose",
        "protective",
        "--lifetime",
        "1h",
        "--log",
        "@root.pub")]
    [InlineData("never overwritten", "key", "new", "--alg", "ES256", "--out", "@root.pem")]
    [InlineData("not a supported algorithm", "key", "new", "--alg", "RS256", "--out", "@x")]
    [InlineData("neither a token nor a public key", "bundle", "@log.json")]
    [InlineData(
        "--tag61 is for CWT only",
        "sign",
        "emblem",
        "--key",
        "@emblem.pem",
        "--asset",
        "a.example",
        "--lifetime",
        "1h",
        "--format",
        "jws",
        "--tag61")]
    public void Mistake_OfTheCaller_IsExit64AndSaysWhy(string expected, params string[] args)
    {
        GiveKeys();
        (int code, string output, string error) = _command.Run(args);
        Assert.Equal((64, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_WrongOrNoPassphrase_IsSaidInWords()
    {
        GiveKeys();
        string[] sign = ["sign", "emblem", "--key", "@emblem.pem", "--asset", "a.example", "--purpose", "protective", "--lifetime", "1h"];
        _command.Passphrase = "wrong";
        Assert.Contains("passphrase is wrong", _command.Run(sign).Error, StringComparison.Ordinal);
        _command.Passphrase = null;
        Assert.Contains("EMBLEM_PASSPHRASE", _command.Run(sign).Error, StringComparison.Ordinal);
        _command.Write("passphrase", "test\n");
        Assert.Equal(0, _command.Run([.. sign, "--passphrase-file", "@passphrase"]).Code);
    }

    [Fact]
    public void Key_ShowAndId_AgreeInEveryForm()
    {
        GiveKeys();
        string id = Done("key", "id", "@root.pem");
        foreach (string form in (string[])["pem", "jwk", "cose"])
        {
            _command.Write(form, Done("key", "show", "@root.pem", "--format", form));
            Assert.Equal(id, Done("key", "id", $"@{form}"));
        }

        Assert.Equal(52, JsonDocument.Parse(Done("key", "id", "@root.pub", "--output", "json")).RootElement.GetProperty("coseKeyId")
            .GetString()!.Length);
    }

    [Fact]
    public void Jws_ConstraintsOfAnEndorsement_BiteOnVerification()
    {
        GiveKeys();
        Done(
            "sign", "endorsement", "--key", "@root.pem", "--issuer", Society, "--subject", Society, "--endorse", "@emblem.pub",
            "--lifetime", "30d", "--log", "@log.json", "--format", "jws", "--permit-asset", "*.society.example", "--window", "1h",
            "--out", "@own");
        foreach ((string asset, string lifetime, int expected) in ((string, string, int)[])[
            ("a.society.example", "1h", 0), ("a.society.example", "2h", 2), ("a.other.example", "1h", 2)])
        {
            Done(
                "sign", "emblem", "--key", "@emblem.pem", "--issuer", Society, "--asset", asset, "--lifetime", lifetime, "--format", "jws",
                "--out", "@emblem");
            Assert.Equal(
                expected,
                _command.Run("verify", "@emblem", "@own", "--key", "@root.pub", "--key", "@emblem.pub", "--assume-committed").Code);
        }
    }

    [Fact]
    public void Inspect_Anything_NeverClaimsValidity()
    {
        GiveKeys();
        MakeTokens("cwt");
        string text = Done("inspect", "@emblem", "@own", "@root.pub");
        Assert.StartsWith("Not verified.", text, StringComparison.Ordinal);
        Assert.Contains("asset www.society.example", text, StringComparison.Ordinal);
        Assert.Contains("COSE identifier", text, StringComparison.Ordinal);

        JsonElement json = JsonDocument.Parse(Done("inspect", "@emblem", "@own", "@root.pub", "--output", "json")).RootElement;
        Assert.False(json.GetProperty("verified").GetBoolean());
        Assert.Equal(
            ["emblem", "endorsement", "public key"],
            json.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("kind").GetString()));
        _command.Input = "junk";
        Assert.Equal(2, _command.Run("inspect").Code);
    }

    [Fact]
    public void Explain_EachPurpose_SaysWhatTheSignDoesNotDo()
    {
        string all = Done("explain");
        Assert.All(LawTexts.For(Purposes.All), s => Assert.Contains(s.Limits, all, StringComparison.Ordinal));
        string one = Done("explain", "indicative");
        Assert.Contains("not itself a sign of protection; other rules may protect it", one, StringComparison.Ordinal);
        Assert.DoesNotContain("cultural-property", one, StringComparison.Ordinal);
        Assert.Equal(64, _command.Run("explain", "peace").Code);
    }

    /// <summary>The one command of the README, as a process of its own.</summary>
    [Fact]
    public void Demo_FromStartToEnd_IsAsItShouldBe()
    {
        string assembly = typeof(EmblemCommand).Assembly.Location;
        using Process process = Process.Start(
            new ProcessStartInfo("dotnet", [assembly, "demo"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains(
            "Marked. Protective emblem of https://society.example, endorsed by https://ministry.example", output, StringComparison.Ordinal);
        Assert.Contains("SignatureInvalid", output, StringComparison.Ordinal);
        Assert.Contains("Marked. 1 file (10 bytes) is as https://society.example marked it", output, StringComparison.Ordinal);
        Assert.Contains("Not as marked.", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }
}
