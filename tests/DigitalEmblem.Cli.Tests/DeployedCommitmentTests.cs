using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Cli.Tests;

/// <summary>
/// The one organization whose real certificate and real log entries we hold. If one fails, the command does not do for
/// real organizations what it does for ours.
/// </summary>
public sealed class DeployedCommitmentTests : IDisposable
{
    private const string At = "2026-06-17T00:10:00Z";

    private readonly Command _command = new();

    private static string FullChain => Material("fullchain.pem");

    private static string PublicKey => Material("pub.pem");

    private static string Logs => Corpora.PathOf("ct/loglists/google_all_logs_list.json");

    public void Dispose() => _command.Dispose();

    [CorpusFact]
    public void RootLog_DeployedCertificate_PrintsWhatItsOwnerPublishedCharacterByCharacter()
    {
        string expected = File.ReadAllText(Material("logs.json"));
        string printed = _command.Done("root", "log", FullChain);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(printed).RootElement));
        Assert.Equal(expected, printed);
    }

    [CorpusFact]
    public void RootLog_AsCbor_IsTheSameEntriesAsMapsOfIdAndHash()
    {
        byte[] cbor = Convert.FromHexString(_command.Done("root", "log", FullChain, "--format", "cbor").Trim());
        var reader = new System.Formats.Cbor.CborReader(cbor);
        Assert.Equal(2, reader.ReadStartArray());
        foreach (JsonElement entry in Corpora.Json("deployed/auth.felixlinker.de/auth.felixlinker.de.logs.json").EnumerateArray())
        {
            Assert.Equal(2, reader.ReadStartMap());
            foreach (string member in (string[])["id", "hash"])
            {
                Assert.Equal(member, reader.ReadTextString());
                Assert.Equal(entry.GetProperty(member).GetBytesFromBase64(), reader.ReadByteString());
            }

            reader.ReadEndMap();
        }
    }

    [CorpusFact]
    public void RootLog_AsText_NamesTheLogsOrSaysWhyItCannot()
    {
        string text = _command.Done("root", "log", FullChain, "--format", "text", "--log-list", Logs);
        Assert.StartsWith(
            "Sectigo 'Tiger2026h1': log FoMtq/CpJQ8P8DqlRf/Iv8gj0IdL9gQpJ/jnHzMT9fo=, leaf hash "
                + "1Z60JAFEckc49jwLsSsNzKtxyebSFv/fAjY1AgdHi4A=",
            text,
            StringComparison.Ordinal);
        Assert.Contains("Cloudflare 'Nimbus2026': log ", text, StringComparison.Ordinal);
        Assert.Contains("emblem logs update", _command.Run("root", "log", FullChain, "--format", "text").Error, StringComparison.Ordinal);
    }

    [CorpusFact]
    public void RootCheck_DefaultNameRule_IsProvenOfflineAndSaysWhatTheStrictRuleLacks()
    {
        string[] lines = _command.Done("root", "check", FullChain, "--key", PublicKey, "--log-list", Logs, "--at", At).Split('\n');
        Assert.StartsWith(
            "Proven offline, by the default name rule: the commitment of https://auth.felixlinker.de to the key "
                + "cd54emdj34ogxxwej23t25qoqe4tksj247vlatwwi3nkynpuepza",
            lines[0],
            StringComparison.Ordinal);
        Assert.Equal(
            "Refuted by the strict name rule. The certificate does not name adem-configuration.auth.felixlinker.de, which "
                + "the strict rule asks for.",
            lines[1]);
        Assert.Contains(lines, l => l.Contains("held Promise: the log promised it on 2026-03-26 (SCT)", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("'Tiger2026h1' does not count: its state is rejected", StringComparison.Ordinal));
    }

    /// <summary>
    /// The held certificate is the one that the entry points to, so what it lacks is known, not open: refuted, and 2 rather than 3.
    /// </summary>
    [CorpusFact]
    public void RootCheck_StrictNameRuleAndACertificateThatLacksTheName_IsRefutedBecauseTheCertificateIsKnown()
    {
        (int code, string output, _) = _command.Run(
            "root", "check", FullChain, "--key", PublicKey, "--log-list", Logs, "--at", At, "--strict-names");
        Assert.Equal(2, code);
        Assert.StartsWith("Refuted offline, by the strict name rule", output, StringComparison.Ordinal);
        Assert.Contains("\nProven by the default name rule.", output, StringComparison.Ordinal);
        Assert.Contains("failed OrganizationName", output, StringComparison.Ordinal);
    }

    [CorpusFact]
    public void RootCheck_NoLogList_CouldNotFindOutAndSaysHowToGetOne()
    {
        (int code, string output, string error) = _command.Run("root", "check", FullChain, "--key", PublicKey, "--at", At);
        Assert.Equal(3, code);
        Assert.StartsWith("Unavailable offline, by the default name rule", output, StringComparison.Ordinal);
        Assert.Contains("emblem logs update", error, StringComparison.Ordinal);
    }

    [CorpusFact]
    public void RootCheck_AnotherOrganizationsKey_SaysWhatTheCertificateDoesNotName()
    {
        string other = _command.Write("other.pem", TestKeys.Of(SignatureAlgorithm.ES512, 3).PublicKey.ToPem());
        (int code, _, string error) = _command.Run("root", "check", FullChain, "--key", other, "--log-list", Logs, "--at", At);
        Assert.Equal(64, code);
        Assert.Contains("--issuer", error, StringComparison.Ordinal);
        (code, string output, _) = _command.Run(
            "root", "check", FullChain, "--key", other, "--log-list", Logs, "--at", At, "--issuer", "https://auth.felixlinker.de");
        Assert.Equal(2, code);
        Assert.Contains("The certificate does not name ", output.Split('\n')[0], StringComparison.Ordinal);
    }

    [CorpusFact]
    public void Verify_DeployedEmblemWithTheEndorsersChainOnly_ProvesTheEndorserAndLeavesTheIssuerOpen()
    {
        string[] args =
            ["verify", Corpora.PathOf("deployed/emblem.felixlinker.de.txt"), "--at", At, "--chain", FullChain, "--log-list", Logs];
        (int code, string output, _) = _command.Run(args);
        Assert.Equal(3, code);
        Assert.StartsWith(
            "Could not find out. It is not known whether https://emblem.felixlinker.de is committed to the key "
                + "h32ycgpm2jxlgmhmtrnuv5rywsexxk3gwa45w3cmpzpyvkacdvka. No certificate chain for it is held, and the log was not asked.\n",
            output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.Contains(
            "  proven: https://auth.felixlinker.de to the key 6d4ym5gslavhmz7u44x7mv4ycjzxhweslioeujuutnom5hp7hpnq.",
            output,
            StringComparison.Ordinal);
        Assert.Contains(
            "  unavailable: https://emblem.felixlinker.de to the key h32ycgpm2jxlgmhmtrnuv5rywsexxk3gwa45w3cmpzpyvkacdvka.",
            output,
            StringComparison.Ordinal);
        Assert.Contains("--chain names it", output, StringComparison.Ordinal);

        JsonElement json = JsonDocument.Parse(_command.Run([.. args, "--output", "json"]).Out).RootElement;
        Assert.Equal(
            ["https://emblem.felixlinker.de Unavailable", "https://auth.felixlinker.de Proven"],
            json.GetProperty("commitments").EnumerateArray()
                .Select(c => $"{c.GetProperty("issuer").GetString()} {c.GetProperty("outcome").GetString()}"));
        Assert.Equal(("Unknown", "Endorsed"), (json.GetProperty("level").GetString(), json.GetProperty("levelAtMost").GetString()));
    }

    private static string Material(string suffix) => Corpora.PathOf($"deployed/auth.felixlinker.de/auth.felixlinker.de.{suffix}");
}
