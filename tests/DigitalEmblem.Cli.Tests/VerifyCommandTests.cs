using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>The command as people and scripts use it. Its exit code and first line are what they act on.</summary>
public sealed class VerifyCommandTests : IDisposable
{
    private readonly Command _command = new();

    public void Dispose() => _command.Dispose();

    private static string Capture => Corpora.PathOf("deployed/emblem.felixlinker.de.txt");

    [CorpusFact]
    public void Verify_DeployedEmblemCommitmentsAssumed_IsMarked()
    {
        (int code, string output, _) = _command.Run(
            "verify", Capture, "--at", "2026-06-17T00:10:00Z", "--assume-committed", "--output", "json");
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(0, code);
        Assert.Equal("Endorsed", json.GetProperty("level").GetString());
        Assert.Equal("https://emblem.felixlinker.de", json.GetProperty("issuer").GetString());
        Assert.Equal("https://auth.felixlinker.de", json.GetProperty("endorsedBy")[0].GetString());
        Assert.Equal("[2a01:4f9:c010:d8e4::1]", json.GetProperty("assets")[0].GetString());
        Assert.False(json.GetProperty("trusted").GetBoolean());
        Assert.NotEqual(0, json.GetProperty("assumptions").GetArrayLength());
    }

    [CorpusFact]
    public void Verify_DeployedEmblemNothingStated_CouldNotFindOutAndSaysWhy()
    {
        (int code, string output, _) = _command.Run("verify", Capture, "--at", "2026-06-17T00:10:00Z");
        Assert.Equal(3, code);
        Assert.StartsWith(
            "Could not find out. It is not known whether https://emblem.felixlinker.de is committed to the key",
            output,
            StringComparison.Ordinal);
    }

    [CorpusFact]
    public void Verify_DeployedEmblemIn2028_NamesEveryExpiry()
    {
        (int code, string output, _) = _command.Run(
            "verify", Capture, "--at", "2028-01-01T00:00:00Z", "--assume-committed", "--output", "json");
        Assert.Equal(2, code);
        JsonElement[] tokens = [.. JsonDocument.Parse(output).RootElement.GetProperty("tokens").EnumerateArray()];
        Assert.Equal(3, tokens.Length);
        Assert.All(tokens, t => Assert.Contains("expired on 2027-04-08", t.GetProperty("findings").ToString(), StringComparison.Ordinal));
    }

    [CorpusFact]
    public void Verify_EachSetOfTheCorpus_GivesTheStatedLevel()
    {
        JsonElement corpus = Corpora.Json("adem-proto/deployments.json");
        var wrong = new List<string>();
        int count = 0;
        foreach (JsonElement vector in corpus.GetProperty("sets").EnumerateArray())
        {
            count++;
            string id = vector.GetProperty("id").GetString()!;
            string file = _command.Write(
                $"{id}.hex", string.Join('\n', vector.GetProperty("items").EnumerateArray().Select(i => i.GetString())));
            var args = new List<string>
            {
                "verify", file, "--at", corpus.GetProperty("at").GetString()!, "--require", "signed", "--no-other-commitments", "--output",
                "json"
            };
            foreach (JsonElement commitment in vector.GetProperty("committed").EnumerateArray())
            {
                args.AddRange(["--committed", $"{commitment[0].GetString()}={commitment[1].GetString()}"]);
            }

            if (vector.GetProperty("trusted").GetArrayLength() > 0)
            {
                args.AddRange(["--trust", _command.Write(
                    $"{id}.trusted", string.Join('\n', vector.GetProperty("trusted").EnumerateArray().Select(k => k.GetString())))]);
            }

            (_, string output, string error) = _command.Run([.. args]);
            string? level = output.Length > 0 ? JsonDocument.Parse(output).RootElement.GetProperty("level").GetString() : error;
            if (!string.Equals(level, vector.GetProperty("level").GetString(), StringComparison.OrdinalIgnoreCase))
            {
                wrong.Add($"{id}: {level}");
            }
        }

        Assert.Equal(160, count);
        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("80", 1)]
    [InlineData("", 3)]
    [InlineData("hello", 3)]
    public void Verify_StandardInput_IsReadWhenSomethingIsPipedIn(string input, int expected)
    {
        _command.Input = input;
        Assert.Equal(expected, _command.Run("verify").Code);
        Assert.Equal(expected, _command.Run("verify", "-").Code);
    }

    [Fact]
    public void Verify_NotMarked_SaysThatThisIsNotUnprotected()
    {
        _command.Input = "80";
        (int code, string output, _) = _command.Run("verify", "--asset", "www.society.example");
        Assert.Equal(1, code);
        Assert.StartsWith(
            "Not marked. There is no token. That is no statement that www.society.example is unprotected.",
            output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Help_OfTheWhole_IsOneSentenceACommandAndEachCommandsOwnHasExamples()
    {
        string whole = string.Join(' ', _command.Run("--help").Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("Examples", whole, StringComparison.Ordinal);
        Assert.Contains("Verifies an emblem from files and says what it shows.", whole, StringComparison.Ordinal);
        foreach (string command in (string[])[
            "check", "verify", "inspect", "explain", "bundle", "records", "key new", "key show", "sign emblem", "sign endorsement",
            "dns serve", "root csr", "root log", "root check", "roots add", "roots export", "logs update"])
        {
            Assert.Contains("Example", _command.Run([.. command.Split(' '), "--help"]).Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Verify_ExceededLimit_IsCouldNotFindOut()
    {
        string file = _command.Write("many", string.Join('\n', Enumerable.Repeat("d28440", 200)));
        (int code, string output, _) = _command.Run("verify", file);
        Assert.Equal(3, code);
        Assert.Contains("more than 128 tokens", output, StringComparison.Ordinal);
        Assert.Equal(3, _command.Run("verify", _command.Write("large", new byte[2_000_000])).Code);
    }

    [Theory]
    [InlineData("'7' is no instant", "verify", "-", "--at", "7")]
    [InlineData("no level to require", "verify", "-", "--require", "high")]
    [InlineData("no form of output", "verify", "-", "--output", "xml")]
    [InlineData("is no number", "verify", "-", "--endorsers", "x")]
    [InlineData("is no number", "verify", "-", "--endorsers", "-1")]
    [InlineData("no length of time", "verify", "-", "--skew", "soon")]
    [InlineData("is not an organization identifier", "verify", "-", "--trust-authority", "ministry.example")]
    [InlineData("is not a key identifier", "verify", "-", "--trust-authority", "https://ministry.example=x")]
    [InlineData("names no key", "verify", "-", "--committed", "https://ministry.example")]
    [InlineData("use one or the other", "verify", "-", "--assume-committed", "--no-other-commitments")]
    [InlineData("is no purpose", "verify", "-", "--purpose", "peace")]
    [InlineData("is not an asset identifier", "verify", "-", "--asset", "a b")]
    [InlineData("does not exist", "verify", "@missing")]
    [InlineData("is a folder", "verify", "@")]
    [InlineData("does not exist", "verify", "-", "--trust", "@missing")]
    [InlineData("Endorsers", "verify", "-", "--trust-authority", "https://ministry.example", "--endorsers", "2")]
    [InlineData("No file was named", "verify")]
    [InlineData("--nonsense", "verify", "-", "--nonsense")]
    public void Verify_MistakeOfTheCaller_IsExit64AndOneLineThatSaysWhatToDo(string expected, params string[] args)
    {
        _command.Input = args.Length > 1 ? "" : null;
        (int code, string output, string error) = _command.Run(args);
        Assert.Equal((64, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("emblem: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_TrustFileWithAPrivateKeyOrAToken_IsRefusedInWords()
    {
        string secret = _command.Write("secret.pem", TestKeys.Of(SignatureAlgorithm.ES256).ToPlaintextPemUnsafe());
        string token = _command.Write("token", Cwt.Sign(TestTokens.Emblem(), TestKeys.Of(SignatureAlgorithm.ES256)));
        _command.Input = "";
        Assert.Contains("is a private key", _command.Run("verify", "-", "--trust", secret).Error, StringComparison.Ordinal);
        Assert.Contains("is a token", _command.Run("verify", "-", "--key", token).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("2001:db8::1", "[2001:db8::1]")]
    [InlineData("192.0.2.1", "[192.0.2.1]")]
    [InlineData("WWW.Society.Example.", "www.society.example")]
    public void Verify_Asset_IsTakenAsPeopleWriteIt(string typed, string asset)
    {
        _command.Input = "";
        Assert.Equal(asset, JsonDocument.Parse(_command.Run("verify", "--asset", typed, "--output", "json").Out)
            .RootElement.GetProperty("asset").GetString());
    }
}
