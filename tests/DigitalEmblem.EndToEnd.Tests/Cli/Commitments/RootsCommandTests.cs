using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Commitments;

/// <summary>
/// What a validator keeps, so that it can verify without a network. If one fails, emblems that were verified yesterday cannot be verified
/// in the field today, or a file that was tampered with is believed.
/// </summary>
public sealed class RootsCommandTests
{
    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Add_ByChain_VerifiesOfflineFromTheStoreAloneAfterwards(LogKind kind)
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync(kind);
        Assert.Equal(3, society.Run("verify", "@bundle").Code);
        string added = society.Done("roots", "add", "@bundle", "--chain", "@fullchain.pem");
        Assert.Equal($"Proven       {CommittedSociety.Oi}  {society.KeyId}  kept\n", added);
        Assert.StartsWith(
            $"Marked. Protective emblem of {CommittedSociety.Oi}", society.Done("verify", "@bundle"), StringComparison.Ordinal);
        Assert.Equal([], society.Host.Requests);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962, true)]
    [InlineData(LogKind.Rfc6962, false)]
    [InlineData(LogKind.Static, true)]
    [InlineData(LogKind.Static, false)]
    public async Task Add_Online_VerifiesOfflineFromTheStoreAloneAfterwards(LogKind kind, bool embedded)
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync(kind, embedded);
        (int code, string output, string error) = society.Run("roots", "add", "@bundle", "--online");
        Assert.True(code == 0, output + error);
        Assert.Contains("learns that someone at this address reads the log", error, StringComparison.Ordinal);
        int asked = society.Host.Requests.Count;
        Assert.StartsWith("Marked.", society.Done("verify", "@bundle", "--offline"), StringComparison.Ordinal);
        Assert.StartsWith("Marked.", society.Done("verify", "@bundle", "--online"), StringComparison.Ordinal);
        Assert.Equal(asked, society.Host.Requests.Count);
        Assert.Contains("included, verified 2026-06-17", society.Done("roots", "list"), StringComparison.Ordinal);
    }

    /// <summary>A year later the log is retired and leaves the list; the certificate was logged as it should be.</summary>
    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Store_LogThatLeavesTheListLater_VerifiesStillUnlessItWasRejected(LogKind kind)
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync(kind);
        using var publisher = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        void Install(byte[] list)
        {
            society.Command.Write("new.json", list);
            society.Command.Write("new.sig", publisher.SignData(list, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
            society.Command.Write("publisher.pem", publisher.ExportSubjectPublicKeyInfoPem());
            society.Command.Done("logs", "update", "--from", "@new.json", "--key", "@publisher.pem");
        }

        string Later(string list, string day) => list.Replace("2026-06-01T", $"{day}T", StringComparison.Ordinal);
        string first = Encoding.UTF8.GetString(TestLog.ListOf((society.Log, society.Host.Url))),
            none = Encoding.UTF8.GetString(TestLog.ListOf());
        (int Code, string Out, string Error) Verify() => society.Command.Run("verify", "@bundle", "--ca", "@ca.pem");

        Install(Encoding.UTF8.GetBytes(first));
        society.Command.Done("roots", "add", "@bundle", "--chain", "@fullchain.pem", "--ca", "@ca.pem");
        Install(Encoding.UTF8.GetBytes(Later(none, "2026-06-10")));
        (int code, string output, string error) = Verify();
        Assert.True(code == 0, output + error);
        Assert.StartsWith("Marked.", output, StringComparison.Ordinal);
        Assert.Contains(
            "in the list of 2026-06-01, by which the commitment was verified before; it has left the list since",
            society.Command.Done("verify", "@bundle", "--ca", "@ca.pem", "--output", "json"),
            StringComparison.Ordinal);

        // On another machine too, and without that list there is nothing to rest on.
        society.Command.Done("roots", "export", "--out", "@records.json");
        society.Command.Done("roots", "import", "@records.json", "--store", "@other.db", "--ca", "@ca.pem");
        society.Command.Done("verify", "@bundle", "--ca", "@ca.pem", "--store", "@other.db");
        Assert.Equal(3, society.Command.Run(
            "verify", "@bundle", "--chain", "@fullchain.pem", "--store", society.Command.Write("empty.db", ""), "--ca", "@ca.pem").Code);

        Install(Encoding.UTF8.GetBytes(Later(first, "2026-06-12").Replace("\"usable\"", "\"rejected\"", StringComparison.Ordinal)));
        Assert.Equal(3, Verify().Code);
    }

    /// <summary>A log list is as large as all records together; one that nothing rests on is not kept.</summary>
    [Fact]
    public async Task Store_OfAnEarlierVersion_IsUpgradedAndListsGoWithTheLastRecord()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        society.Done("roots", "add", "@bundle", "--chain", "@fullchain.pem");
        Execute(society.Store, "DROP TABLE log_lists; DROP TABLE listed_by; PRAGMA user_version = 1");
        Assert.StartsWith("Marked.", society.Done("verify", "@bundle"), StringComparison.Ordinal);

        using var publisher = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] list = File.ReadAllBytes(society.Command.PathOf("log_list.json"));
        society.Command.Write("log_list.sig", publisher.SignData(list, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        society.Command.Write("log_list.pem", publisher.ExportSubjectPublicKeyInfoPem());
        society.Done("roots", "add", "@bundle", "--chain", "@fullchain.pem");
        Assert.Equal(1L, Number(society.Store, "SELECT count(*) FROM log_lists"));
        society.Command.Done("roots", "remove", CommittedSociety.Oi);
        Assert.Equal(0L, Number(
            society.Store,
            "SELECT (SELECT count(*) FROM log_lists) + (SELECT count(*) FROM listed_by) + (SELECT count(*) FROM commitments)"));
    }

    [Fact]
    public async Task Verify_OnlineAndRemember_KeepsWhatWasProven()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        society.Done("verify", "@bundle", "--online");
        Assert.False(File.Exists(society.Store));
        society.Done("verify", "@bundle", "--online", "--remember");
        Assert.StartsWith("Marked.", society.Done("verify", "@bundle"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_NothingToVerifyItWith_KeepsNothingAndSaysWhatIsMissing()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        (int code, string output, string error) = society.Run("roots", "add", "@bundle");
        Assert.Equal(3, code);
        Assert.StartsWith(
            $"Unavailable  {CommittedSociety.Oi}  {society.KeyId}  not kept. No certificate chain for it is held",
            output,
            StringComparison.Ordinal);
        Assert.Contains("--chain", error, StringComparison.Ordinal);
        Assert.Equal("The store is empty.\n", society.Run("roots", "list").Error);
        Assert.Equal(64, society.Run("roots", "add", "@root.pub").Code);
    }

    [Fact]
    public async Task List_OutcomesAreThoseOfNow_ProvenUnavailableRefuted()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        society.Done("roots", "add", "@bundle", "--chain", "@fullchain.pem");
        Assert.Equal(
            $"Proven       {CommittedSociety.Oi}  {society.KeyId}  promised, verified 2026-06-17\n", society.Done("roots", "list"));
        using var other = new TestLog(LogKind.Rfc6962, LogScene.Now);
        society.Command.Write("other.json", TestLog.ListOf((other, "https://log.example")));
        string elsewhere = society.Command.Done("roots", "list", "--log-list", "@other.json", "--ca", "@ca.pem");
        Assert.StartsWith("Unavailable  ", elsewhere, StringComparison.Ordinal);
        Assert.Contains("is not in the log list", elsewhere, StringComparison.Ordinal);
        society.WriteRevocationList(society.Chain);
        string revoked = society.Done("roots", "list", "--crl", "@list.crl");
        Assert.StartsWith("Refuted  ", revoked, StringComparison.Ordinal);
        Assert.Contains("The certificate was revoked.", revoked, StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(society.Done("roots", "list", "--crl", "@list.crl", "--output", "json"))
            .RootElement.GetProperty("commitments")[0];
        Assert.Equal(
            (CommittedSociety.Oi, society.KeyId, "Refuted"),
            (json.GetProperty("organization").GetString(), json.GetProperty("keyId").GetString(), json.GetProperty("outcome").GetString()));
    }

    [Fact]
    public async Task ExportThenImport_OnAnotherMachine_VerifiesThereAndExportsTheSameBytes()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync(LogKind.Static);
        society.Done("roots", "add", "@bundle", "--online");
        string hash = society.Command.Done("roots", "export", "--out", "@roots.json").Trim();
        MoveTo(society, "elsewhere");
        Assert.Equal(3, society.Run("verify", "@bundle").Code);
        Assert.Equal(2, society.Run("roots", "import", "@roots.json", "--sha256", new string('0', 64)).Code);
        Assert.False(File.Exists(Path.Combine(society.Command.PathOf("elsewhere"), "roots.db")));
        Assert.Equal("Kept 1 of 1 records.\n", society.Run("roots", "import", "@roots.json", "--sha256", hash["sha256 ".Length..]).Error);
        Assert.StartsWith("Marked.", society.Done("verify", "@bundle"), StringComparison.Ordinal);
        Assert.Equal(hash, society.Command.Done("roots", "export", "--out", "@again.json").Trim());
    }

    [Fact]
    public async Task Import_AnotherLogListOrOtherRoots_KeepsNothing()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        society.Done("roots", "add", "@bundle", "--chain", "@fullchain.pem");
        society.Command.Done("roots", "export", "--out", "@roots.json");
        using var other = new TestLog(LogKind.Rfc6962, LogScene.Now);
        society.Command.Write("other.json", TestLog.ListOf((other, "https://log.example")));
        MoveTo(society, "elsewhere");
        foreach (string[] trust in (string[][])[["--log-list", "@other.json", "--ca", "@ca.pem"], ["--log-list", "@log_list.json"], []])
        {
            (int code, string output, string error) = society.Command.Run(["roots", "import", "@roots.json", .. trust]);
            Assert.Equal((3, "Kept 0 of 1 records.\n"), (code, error));
            Assert.Contains("not kept. ", output, StringComparison.Ordinal);
        }

        Assert.Equal(3, society.Run("verify", "@bundle").Code);
    }

    /// <summary>Every value of the record in turn, in both forms that evidence has.</summary>
    [Theory]
    [InlineData(LogKind.Rfc6962, false)]
    [InlineData(LogKind.Static, false)]
    [InlineData(LogKind.Rfc6962, true)]
    [InlineData(LogKind.Static, true)]
    public async Task Import_OneValueAltered_IsNeverKept(LogKind kind, bool online)
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync(kind);
        society.Done(["roots", "add", "@bundle", .. (string[])(online ? ["--online"] : ["--chain", "@fullchain.pem"])]);
        society.Command.Done("roots", "export", "--out", "@roots.json");
        string[] paths = [.. Values(JsonNode.Parse(File.ReadAllText(society.Command.PathOf("roots.json")))!["commitments"]![0]!)
            .Select(v => v.GetPath())];
        // Memories of the exporter, which import writes anew; and the key's name, which follows from the key.
        string[] memories = ["$.commitments[0].verifiedAt", "$.commitments[0].assurance", "$.commitments[0].keyId"];
        // The root that a log delivered counts for nothing: --ca says which do.
        string[] evidence = [.. paths.Except(memories).Where(p => !p.EndsWith(".logged[0].chain[2]", StringComparison.Ordinal))];
        Assert.InRange(evidence.Length, 6, 60);
        foreach (string path in evidence)
        {
            JsonNode document = JsonNode.Parse(File.ReadAllText(society.Command.PathOf("roots.json")))!;
            JsonNode value = Values(document).Single(v => v.GetPath() == path);
            value.ReplaceWith(Altered(value));
            society.Command.Write("altered.json", document.ToJsonString());
            MoveTo(society, $"home{Guid.NewGuid():N}");
            (int code, string output, string error) = society.Run("roots", "import", "@altered.json");
            Assert.True(code is 2 or 3 or 64, $"{path}: exit code {code}\n{output}{error}");
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
            Assert.Equal(3, society.Run("verify", "@bundle").Code);
        }
    }

    [Fact]
    public async Task Remove_ByOrganizationOrEitherKeyIdentifier_TakesItOut()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        string jwk = society.Command.Done("key", "id", "@root.pub").Split('\n')[2][6..].Trim();
        foreach (string[] which in (string[][])[[], ["--key-id", society.KeyId], ["--key-id", jwk]])
        {
            society.Done("roots", "add", "@bundle", "--chain", "@fullchain.pem");
            Assert.Equal(
                (1, $"There is no such record of https://ministry.example.\n"),
                Code(society.Command.Run(["roots", "remove", "https://ministry.example", .. which])));
            Assert.Equal(
                (0, $"Removed 1 record of {CommittedSociety.Oi}.\n"),
                Code(society.Command.Run(["roots", "remove", CommittedSociety.Oi, .. which])));
            Assert.Equal(3, society.Run("verify", "@bundle").Code);
        }
    }

    [Theory]
    [InlineData("UPDATE commitments SET record = x'7b7d'")]
    [InlineData("UPDATE commitments SET record = x'00'")]
    [InlineData("UPDATE commitments SET record = replace(CAST(record AS TEXT), '\"version\": 1', '\"version\": 2')")]
    public async Task Verify_RecordThatCannotBeRead_NamesStoreAndOrganizationAndTheWayOutWorks(string damage)
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        society.Done("roots", "add", "@bundle", "--chain", "@fullchain.pem");
        Execute(society.Store, damage);
        foreach (string[] args in (string[][])[["verify", "@bundle"], ["roots", "list"]])
        {
            (int code, string output, string error) = society.Run(args);
            Assert.Equal((64, ""), (code, output));
            Assert.StartsWith(
                $"emblem: A record of {CommittedSociety.Oi} in the store '{society.Store}' cannot be read: ",
                error,
                StringComparison.Ordinal);
            Assert.EndsWith("'emblem roots remove' removes it; then verify that commitment again.\n", error, StringComparison.Ordinal);
        }

        Assert.Equal(64, society.Command.Run("roots", "export", "--out", "@roots.json").Code);
        Assert.Equal(0, society.Command.Run("roots", "remove", CommittedSociety.Oi).Code);
        society.Done("roots", "add", "@bundle", "--chain", "@fullchain.pem");
        Assert.StartsWith("Marked.", society.Done("verify", "@bundle"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage", "is no store of commitments, or is damaged")]
    [InlineData("another program's", "but a database of another program")]
    [InlineData("a newer program's", "is a store of version 99, and this program knows version 2")]
    [InlineData("cut off", "is no store of commitments, or is damaged")]
    [InlineData("overwritten", "is no store of commitments, or is damaged")]
    public async Task Store_ForeignOrDamagedFile_IsNamedWithWhatToDoAndLeftAlone(string what, string expected)
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        society.Done("roots", "add", "@bundle", "--chain", "@fullchain.pem");
        byte[] bytes = File.ReadAllBytes(society.Store);
        switch (what)
        {
            case "garbage":
                File.WriteAllText(society.Store, new string('x', 5000));
                break;
            case "another program's":
                File.Delete(society.Store);
                Execute(society.Store, "CREATE TABLE songs (title TEXT)");
                break;
            case "a newer program's":
                Execute(society.Store, "PRAGMA user_version = 99");
                break;
            case "cut off":
                File.WriteAllBytes(society.Store, bytes[..(bytes.Length / 2)]);
                break;
            default:
                bytes.AsSpan(4096).Fill(0xff);
                File.WriteAllBytes(society.Store, bytes);
                break;
        }

        byte[] left = File.ReadAllBytes(society.Store);
        foreach (string[] args in (string[][])[
            ["verify", "@bundle"], ["roots", "list"], ["roots", "add", "@bundle", "--chain", "@fullchain.pem"]])
        {
            (int code, string output, string error) = society.Run(args);
            Assert.Equal((64, ""), (code, output));
            Assert.StartsWith($"emblem: '{society.Store}' ", error, StringComparison.Ordinal);
            Assert.Contains(expected, error, StringComparison.Ordinal);
            Assert.Contains("ame another file", error, StringComparison.Ordinal);
        }

        Assert.Equal(left, File.ReadAllBytes(society.Store));
    }

    [Fact]
    public async Task EveryCommand_NoStoreYet_SaysWhatMakesOne()
    {
        await using CommittedSociety society = await CommittedSociety.StartAsync();
        foreach (string[] args in (string[][])[
            ["roots", "list"], ["roots", "remove", CommittedSociety.Oi], ["roots", "export", "--out", "@x"]])
        {
            (int code, _, string error) = society.Command.Run(args);
            Assert.Equal(
                (64, "emblem: There is no store yet. 'emblem roots add' and --remember make one; --store names a file.\n"), (code, error));
        }
    }

    private static (int Code, string Error) Code((int Code, string Out, string Error) run) => (run.Code, run.Error);

    private static void MoveTo(CommittedSociety society, string home) =>
        society.Command.Variables["EMBLEM_HOME"] = society.Command.PathOf(home);

    private static long Number(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(string database, string sql)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this test.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static IEnumerable<JsonNode> Values(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(m => Values(m.Value!)),
        JsonArray items => items.SelectMany(i => Values(i!)),
        _ => [node],
    };

    private static JsonNode Altered(JsonNode value)
    {
        if (value.GetValueKind() == JsonValueKind.Number)
        {
            return value.GetValue<long>() + 1;
        }

        string text = value.GetValue<string>();
        if (text.StartsWith("https://", StringComparison.Ordinal))
        {
            return "https://impostor.example";
        }

        char[] letters = text.ToCharArray();
        int middle = letters.Length / 2;
        letters[middle] = letters[middle] == 'A' ? 'B' : 'A';
        return new string(letters);
    }
}
