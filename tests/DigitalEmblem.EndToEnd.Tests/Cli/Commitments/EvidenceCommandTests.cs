using System.Text.Json.Nodes;
using DigitalEmblem.Cli.Tests;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Commitments;

/// <summary>
/// Evidence files through the command. If one fails, a verdict that was kept cannot be shown to others, or a file that someone
/// made up shows as marked what nobody marked.
/// </summary>
public sealed class EvidenceCommandTests : IAsyncLifetime
{
    private CommittedSociety _society = null!;

    public async Task InitializeAsync() => _society = await CommittedSociety.StartAsync();

    public Task DisposeAsync() => _society.DisposeAsync().AsTask();

    [Fact]
    public void SaveThenJudge_HeldChain_SameJsonAndNobodyIsAsked()
    {
        string first = Save("--chain", "@fullchain.pem", "--output", "json");
        File.Delete(_society.Command.PathOf("bundle"));
        File.Delete(_society.Command.PathOf("fullchain.pem"));
        Assert.Equal(first, _society.Done("verify", "--evidence", "@evidence", "--output", "json"));
        Assert.Equal([], _society.Host.Requests);
    }

    [Fact]
    public void SaveThenJudge_LogAsked_SameJsonWithItsExposureAndNobodyIsAskedAgain()
    {
        string first = Save("--online", "--output", "json");
        int asked = _society.Host.Requests.Count;
        Assert.Contains("reads the log", first, StringComparison.Ordinal);
        Assert.Equal(first, _society.Done("verify", "--evidence", "@evidence", "--output", "json"));
        Assert.Equal(asked, _society.Host.Requests.Count);
    }

    [Fact]
    public void SaveThenJudge_FromTheStore_SameJson()
    {
        _society.Done("roots", "add", "@bundle", "--chain", "@fullchain.pem");
        string first = Save("--output", "json");
        _society.Command.Variables["EMBLEM_HOME"] = _society.Command.PathOf("another");
        Assert.Equal(first, _society.Done("verify", "--evidence", "@evidence", "--output", "json"));
    }

    [Fact]
    public void SaveThenJudge_OptionsOfItsOwn_SameJsonByThePolicyOfTheFile()
    {
        string[] options =
        [
            "--chain", "@fullchain.pem", "--asset", "www.society.example", "--require", "organizational", "--max-lifetime", "2d",
            "--strict-names", "--skew", "30s"
        ];
        string first = Save([.. options, "--trust", "@root.pub", "--output", "json"]);
        Assert.Contains("\"trusted\": true", first, StringComparison.Ordinal);
        Assert.Equal(first, _society.Done("verify", "--evidence", "@evidence", "--evidence-policy", "--output", "json"));
        Assert.Contains(
            "\"trusted\": false", _society.Done("verify", "--evidence", "@evidence", "--output", "json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_SavedTwice_AreTheSameBytes()
    {
        Save("--chain", "@fullchain.pem");
        byte[] first = File.ReadAllBytes(_society.Command.PathOf("evidence"));
        Save("--chain", "@fullchain.pem");
        Assert.Equal(first, File.ReadAllBytes(_society.Command.PathOf("evidence")));
    }

    [Fact]
    public void Judge_NoLogListOfTheReadersOwn_CouldNotFindOutUnlessTheFileIsBelieved()
    {
        Save("--chain", "@fullchain.pem");
        (int code, string output, string error) = _society.Command.Run("verify", "--evidence", "@evidence");
        Assert.Equal(3, code);
        Assert.StartsWith("Could not find out.", output, StringComparison.Ordinal);
        Assert.Contains(
            "Only --believe-anchors takes them, because anyone who made the file can have made them.", error, StringComparison.Ordinal);
        Assert.Contains(
            "Judged as of 2026-06-17 00:00:00 UTC: the instant that the evidence file states.", error, StringComparison.Ordinal);

        string believed = _society.Command.Done("verify", "--evidence", "@evidence", "--believe-anchors");
        Assert.StartsWith("Marked.", believed, StringComparison.Ordinal);
        Assert.Contains("Commitments were taken as given, not checked here.", believed, StringComparison.Ordinal);
        Assert.Contains(
            "Commitments were verified by what the evidence file itself brings: the log list of 2026-06-01 (SHA-256 ",
            believed.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_AsOfAnotherInstant_IsJudgedThen()
    {
        Save("--chain", "@fullchain.pem");
        Assert.Equal(2, _society.Run("verify", "--evidence", "@evidence", "--at", "2027-01-01").Code);
    }

    [Fact]
    public void Judge_RevokedSince_IsRefutedByTheListOfTheReader()
    {
        Save("--chain", "@fullchain.pem");
        _society.WriteRevocationList(_society.Chain);
        Assert.Equal(2, _society.Run("verify", "--evidence", "@evidence", "--crl", "@list.crl").Code);
    }

    [Theory]
    [InlineData("name no other file", "verify", "@bundle", "--evidence", "@evidence")]
    [InlineData("--online gathers evidence", "verify", "--evidence", "@evidence", "--online")]
    [InlineData("--chain gathers evidence", "verify", "--evidence", "@evidence", "--chain", "@fullchain.pem")]
    [InlineData("--save-evidence gathers evidence", "verify", "--evidence", "@evidence", "--save-evidence", "@other")]
    [InlineData(
        "--log-list names whom you trust",
        "verify",
        "--evidence",
        "@evidence",
        "--believe-anchors",
        "--log-list",
        "@log_list.json")]
    [InlineData("--assume-committed names whom you trust", "verify", "--evidence", "@evidence", "--believe-anchors", "--assume-committed")]
    [InlineData("--require says how to judge", "verify", "--evidence", "@evidence", "--evidence-policy", "--require", "signed")]
    [InlineData("--strict-names says how to judge", "verify", "--evidence", "@evidence", "--evidence-policy", "--strict-names")]
    [InlineData("name one with --evidence", "verify", "@bundle", "--believe-anchors")]
    [InlineData("name one with --evidence", "verify", "@bundle", "--evidence-policy")]
    [InlineData("is no evidence file: not an evidence file", "verify", "--evidence", "@log_list.json")]
    [InlineData("'emblem verify --save-evidence' writes such a file", "verify", "--evidence", "@fullchain.pem")]
    [InlineData("does not exist", "verify", "--evidence", "@missing")]
    [InlineData("is what this command reads", "verify", "@bundle", "--save-evidence", "@bundle")]
    [InlineData("holds a private key", "verify", "@bundle", "--save-evidence", "@private.pem")]
    [InlineData("does not exist", "verify", "@bundle", "--save-evidence", "@missing/evidence")]
    public void Mistakes_AreNamed(string expected, params string[] args)
    {
        Save("--chain", "@fullchain.pem");
        _society.Command.Write("private.pem", System.Security.Cryptography.ECDsa.Create().ExportPkcs8PrivateKeyPem());
        (int code, string output, string error) = _society.Command.Run(args);
        Assert.Equal((64, ""), (code, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    /// <summary>
    /// An emblem of the society that someone else made up: tokens, certificate, authority, log, list and roots all fit each other.
    /// </summary>
    [Fact]
    public async Task Forged_ConsistentWithRootsAndLogListOfItsOwn_IsNotMarkedUnlessItIsBelieved()
    {
        await using CommittedSociety impostor = await CommittedSociety.StartAsync();
        Assert.StartsWith(
            "Marked.",
            impostor.Done("verify", "@bundle", "--chain", "@fullchain.pem", "--save-evidence", "@evidence"),
            StringComparison.Ordinal);
        File.Copy(impostor.Command.PathOf("evidence"), _society.Command.PathOf("evidence"));
        Assert.Equal(3, _society.Run("verify", "--evidence", "@evidence").Code);
        Assert.Equal(3, _society.Run("verify", "--evidence", "@evidence", "--evidence-policy").Code);
        Assert.Equal(3, _society.Command.Run("verify", "--evidence", "@evidence").Code);
        string believed = _society.Command.Done("verify", "--evidence", "@evidence", "--believe-anchors");
        Assert.Contains(
            "That these are genuine was not checked.",
            believed.ReplaceLineEndings(" ").Replace("  ", " ", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("every commitment assumed")]
    [InlineData("commitment stated")]
    [InlineData("commitment stated as the whole list")]
    [InlineData("outcomes proven")]
    [InlineData("chain of another organization")]
    [InlineData("chain cut")]
    [InlineData("entry of the log invented")]
    [InlineData("log list kept with the commitment")]
    [InlineData("policy that asks for nothing")]
    [InlineData("clock skew of a day")]
    [InlineData("token altered")]
    [InlineData("token of another key")]
    [InlineData("instant after its end")]
    [InlineData("instant before its beginning")]
    [InlineData("another asset")]
    [InlineData("nothing")]
    public void Forged_IsNotMarked(string what)
    {
        Save("--chain", "@fullchain.pem");
        JsonNode file = JsonNode.Parse(File.ReadAllBytes(_society.Command.PathOf("evidence")))!;
        Assert.Equal(0, _society.Run("verify", "--evidence", "@evidence").Code);
        Forge(file, what);
        _society.Command.Write("evidence", file.ToJsonString());
        (int code, string output, string error) = _society.Run("verify", "--evidence", "@evidence");
        Assert.True(code is 2 or 3 or 4 or 64, $"{code} {output}{error}");
        Assert.DoesNotContain("Marked.", output, StringComparison.Ordinal);
    }

    private static void Forge(JsonNode file, string what)
    {
        void Unproven()
        {
            file["chains"] = new JsonArray();
            file["logged"] = new JsonArray();
        }

        switch (what)
        {
            case "every commitment assumed":
                Unproven();
                file["stated"]!["all"] = true;
                break;
            case "commitment stated" or "commitment stated as the whole list":
                Unproven();
                JsonNode answer = file["gathered"]![0]!["answers"]![0]!;
                file["stated"]!["commitments"] = new JsonArray($"{answer["organization"]}={answer["keyId"]}");
                file["stated"]!["complete"] = what != "commitment stated";
                break;
            case "outcomes proven":
                // They say so already; only what they rested on is taken out.
                Unproven();
                Assert.Equal("Proven", file["gathered"]![0]!["answers"]![0]!["outcome"]!.ToString());
                break;
            case "chain of another organization":
                using (var other = new TestAuthority(LogScene.Now))
                {
                    BindingChain chain = other.Issue(["other.example"], []);
                    file["chains"]![0]!["certificates"] = new JsonArray(
                        [.. chain.Certificates.Select(c => (JsonNode)Convert.ToBase64String(c.Span))]);
                }

                break;
            case "chain cut":
                file["chains"]![0]!["certificates"] = new JsonArray((string?)file["chains"]![0]!["certificates"]![0]);
                break;
            case "entry of the log invented":
                JsonNode entry = file["gathered"]![0]!["answers"]![0]!["log"]![0]!;
                Unproven();
                file["logged"] = new JsonArray(new JsonObject
                {
                    ["entry"] = entry.DeepClone(),
                    ["index"] = 0,
                    ["leaf"] = Convert.ToBase64String(LogLeaf.OfCertificate(1, [1], []).Encoded),
                    ["chain"] = new JsonArray(),
                    ["head"] = new JsonObject
                    {
                        ["size"] = 1,
                        ["timestamp"] = 1,
                        ["root"] = Convert.ToBase64String(new byte[32]),
                        ["signature"] = "BAMAAA=="
                    },
                    ["proof"] = new JsonArray(),
                });
                break;
            case "log list kept with the commitment":
                // Chain and list of someone else's log, the list said to be of the publisher.
                using (var log = new TestLog(LogKind.Rfc6962, LogScene.Now.AddDays(-10)))
                using (var authority = new TestAuthority(LogScene.Now))
                {
                    BindingChain chain = authority.Issue(["society.example"], [log]);
                    byte[] list = TestLog.ListOf((log, "https://log.example"));
                    JsonNode where = JsonNode.Parse(
                        $$"""{"id":"{{log.Id.ToBase64()}}","hash":"{{chain.LogEntries()[0].LeafHash!.Value.ToBase64()}}"}""")!;
                    file["chains"]![0]!["certificates"] = new JsonArray(
                        [.. chain.Certificates.Select(c => (JsonNode)Convert.ToBase64String(c.Span))]);
                    file["logLists"] = new JsonArray(
                        new JsonObject { ["document"] = Convert.ToBase64String(list), ["signature"] = "AAAA" });
                    file["listedBy"] = new JsonArray(
                        new JsonObject { ["entry"] = where, ["sha256"] = Convert.ToBase64String(Sha256Digest.Of(list).ToArray()) });
                }

                break;
            case "policy that asks for nothing":
                Unproven();
                file["policy"]!["requiredLevel"] = "Signed";
                break;
            case "clock skew of a day":
                file["at"] = "2026-06-18T12:00:00Z";
                file["verifier"]!["clockSkew"] = 86400;
                break;
            case "token altered":
                byte[] bytes = Convert.FromBase64String((string)file["inputs"]![0]!["bytes"]!);
                bytes[100] = bytes[100] == (byte)'a' ? (byte)'b' : (byte)'a';
                file["inputs"]![0]!["bytes"] = Convert.ToBase64String(bytes);
                break;
            case "token of another key":
                SoftwareSigningKey impostor = TestKeys.Of(SignatureAlgorithm.Ed25519, 3);
                byte[][] items =
                [
                    Cwt.Sign(
                        TestTokens.Emblem() with { Validity = Validity.From(LogScene.Now.AddHours(-1), TimeSpan.FromDays(1)) }, impostor),
                    impostor.PublicKey.ToCoseKey()
                ];
                string other1 = string.Join('\n', items.Select(Convert.ToHexStringLower));
                file["inputs"]![0]!["bytes"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(other1));
                file["verifier"]!["keys"] = new JsonArray(Convert.ToBase64String(impostor.PublicKey.ToCoseKey()));
                file["policy"]!["trustedKeys"] = new JsonArray(Convert.ToBase64String(impostor.PublicKey.ToCoseKey()));
                break;
            case "instant after its end":
                file["at"] = "2026-06-19T00:00:00Z";
                break;
            case "instant before its beginning":
                file["at"] = "2026-06-01T00:00:00Z";
                break;
            case "another asset":
                file["asset"] = "www.other.example";
                break;
            default:
                file["inputs"] = new JsonArray();
                break;
        }
    }

    private string Save(params string[] options)
    {
        (int code, string output, string error) = _society.Run(["verify", "@bundle", "--save-evidence", "@evidence", .. options]);
        Assert.True(code == 0, output + error);
        Assert.Contains("Wrote the evidence to ", error, StringComparison.Ordinal);
        return output;
    }
}
