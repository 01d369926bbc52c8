using System.Text.Json;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Commitments;

/// <summary>
/// What the verdict says of commitments, for programs and for people. If one fails, nobody can tell what was checked,
/// or who learned of the question.
/// </summary>
public sealed class CommitmentOutputTests
{
    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Json_Offline_ListsEveryCheckWithItsOutcomeAndNobodyLearned(LogKind kind)
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync(kind);
        JsonElement json = Json(society, "verify", "@bundle", "--chain", "@fullchain.pem");
        JsonElement commitment = json.GetProperty("commitments").EnumerateArray().Single();
        Assert.Equal(
            (CommittedSociety.Oi, society.KeyId, "Proven"),
            (Text(commitment, "issuer"), Text(commitment, "keyId"), Text(commitment, "outcome")));
        JsonElement entry = commitment.GetProperty("entries").EnumerateArray().Single();
        Assert.Equal(
            ("Proven", "promised", society.Log.Id.ToBase64()), (Text(entry, "outcome"), Text(entry, "assurance"), Text(entry, "logId")));
        Assert.True(entry.TryGetProperty(kind == LogKind.Static ? "index" : "hash", out _));
        Assert.Equal(
            ["Log Held", "Promise Held", "Certificate Held", "KeyName Held", "OrganizationName Held", "Chain Held", "Revocation NotMade"],
            Checks(entry));
        Assert.Equal((true, true, true), (
            entry.GetProperty("names").GetProperty("key").GetBoolean(),
            entry.GetProperty("names").GetProperty("configuration").GetBoolean(),
            entry.GetProperty("names").GetProperty("domain").GetBoolean()));
        Assert.Equal(0, json.GetProperty("exposure").GetArrayLength());
        Assert.Equal([], society.Host.Requests);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Json_Online_ListsEveryCheckAndNamesTheLogsHostAndTheResolver(LogKind kind)
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync(kind);
        society.Command.Write(
            "log_list.json", TestLog.ListOf((society.Log, society.Host.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal))));
        society.WriteRevocationList();
        JsonElement json = Json(society, "verify", "@bundle", "--online", "--crl", "@list.crl");
        JsonElement entry = json.GetProperty("commitments")[0].GetProperty("entries")[0];
        Assert.Equal(("Proven", "included"), (Text(entry, "outcome"), Text(entry, "assurance")));
        Assert.Equal(
            [
                "Log Held", "TreeHead Held", "Inclusion Held", "Certificate Held", "KeyName Held", "OrganizationName Held", "Chain Held",
                "Revocation Held"],
            Checks(entry));
        string[] exposure = [.. json.GetProperty("exposure").EnumerateArray().Select(e => e.GetString()!)];
        Assert.Equal(2, exposure.Length);
        Assert.StartsWith(
            $"The operator of the log Test log ({kind}) (localhost), and anyone on the way, learns that someone at "
                + "this address reads the log",
            exposure[0],
            StringComparison.Ordinal);
        Assert.Equal("This system's resolver learns that someone looks for localhost.", exposure[1]);
    }

    [Fact]
    public async Task Text_OfflineAndOnline_SaysTheSameOfWhoLearned()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        string offline = society.Done("verify", "@bundle", "--chain", "@fullchain.pem").ReplaceLineEndings("\n");
        Assert.EndsWith("Who could have learned of this\n  Nobody: nothing was asked.\n", offline, StringComparison.Ordinal);
        Assert.Contains(
            $"  proven: {CommittedSociety.Oi} to the key {society.KeyId}.\n      proven: Test log (Rfc6962), leaf hash ",
            offline,
            StringComparison.Ordinal);
        Assert.DoesNotContain("What would answer the open questions", offline, StringComparison.Ordinal);
        string online = society.Done("verify", "@bundle", "--online").ReplaceLineEndings("\n");
        Assert.Contains(
            "Who could have learned of this\n  The operator of the log Test log (Rfc6962) (127.0.0.1), and anyone on the way, learns",
            online,
            StringComparison.Ordinal);
        // For an address no resolver is asked.
        Assert.DoesNotContain("resolver", online, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_EachFault_IsTheOneCheckThatFailed()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        using var otherLog = new TestLog(LogKind.Rfc6962, LogScene.Now);
        using var otherAuthority = new TestAuthority(LogScene.Now);
        society.Command.Write("other_list.json", TestLog.ListOf((otherLog, "https://log.example")));
        society.Command.Write("other_ca.pem", otherAuthority.RootPem);
        string[] chain = ["verify", "@bundle", "--chain", "@fullchain.pem", "--output", "json"];
        Assert.Equal(["Log Failed"], Amiss(society.Command.Run([.. chain, "--log-list", "@other_list.json", "--ca", "@ca.pem"]).Out));
        Assert.Equal(["Log NotMade"], Amiss(society.Command.Run([.. chain, "--ca", "@ca.pem"]).Out));
        Assert.Equal(["Chain Failed"], Amiss(society.Command.Run([.. chain, "--log-list", "@log_list.json", "--ca", "@other_ca.pem"]).Out));
        Assert.Equal(["Age Failed"], Amiss(society.Run([.. chain, "--max-logged-ago", "1d"]).Out));
        Assert.Equal(["Log Failed"], Amiss(society.Run([.. chain, "--max-log-list-age", "1d"]).Out));
        society.WriteRevocationList(society.Chain);
        Assert.Equal(["Revocation Failed"], Amiss(society.Run([.. chain, "--crl", "@list.crl"]).Out));
    }

    private static JsonElement Json(CommittedSociety society, params string[] args) =>
        JsonDocument.Parse(society.Done([.. args, "--output", "json"])).RootElement;

    private static string? Text(JsonElement parent, string name) => parent.GetProperty(name).GetString();

    private static IEnumerable<string> Checks(JsonElement entry) =>
        entry.GetProperty("checks").EnumerateArray().Select(c => $"{Text(c, "check")} {Text(c, "outcome")}");

    // Revocation is left unchecked throughout where no list is given.
    private static IEnumerable<string> Amiss(string output) =>
        Checks(JsonDocument.Parse(output).RootElement.GetProperty("commitments")[0].GetProperty("entries")[0])
            .Where(c => !c.EndsWith(" Held", StringComparison.Ordinal) && c != "Revocation NotMade");
}
