using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// Which logs count. Anyone who can slip a log into the list, or bring back a refused one, can make any commitment look logged.
/// </summary>
public class LogListTests
{
    private const string Folder = "ct/loglists";

    private static readonly DateTimeOffset Since = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    [CorpusFact]
    public void ReadSigned_GooglesListAndSignature_IsReadWithEveryLogAsStated()
    {
        LogList list = LogList.ReadSigned(
            Bytes("google_all_logs_list.json"), Bytes("google_all_logs_list.sig"), Bytes("google_log_list_pubkey.pem"));

        Assert.Equal("89.25", list.Version);
        Assert.Equal(42, list.Logs.Count(l => l.Kind == LogKind.Rfc6962));
        Assert.Equal(75, list.Logs.Count(l => l.Kind == LogKind.Static));
        AssertEveryLogIsAsWritten("google_all_logs_list.json", list);
    }

    [CorpusFact]
    public void ReadSigned_OneByteChanged_IsRefused()
    {
        byte[] list = Bytes("google_all_logs_list.json"),
            signature = Bytes("google_all_logs_list.sig"),
            key = Bytes("google_log_list_pubkey.pem");
        for (int at = 0; at < list.Length; at += list.Length / 50)
        {
            byte[] altered = [.. list];
            altered[at] ^= 1;
            Assert.Throws<TokenFormatException>(() => LogList.ReadSigned(altered, signature, key));
        }

        for (int at = 0; at < signature.Length; at += 16)
        {
            byte[] altered = [.. signature];
            altered[at] ^= 1;
            Assert.Throws<TokenFormatException>(() => LogList.ReadSigned(list, altered, key));
        }

        Assert.Throws<TokenFormatException>(() => LogList.ReadSigned((byte[])[.. list, (byte)'\n'], signature, key));
        Assert.Throws<TokenFormatException>(() => LogList.ReadSigned(list, [], key));
        Assert.Throws<TokenFormatException>(() => LogList.ReadSigned(list, signature, Array.Empty<byte>()));
        using var other = RSA.Create(2048);
        Assert.Throws<TokenFormatException>(() => LogList.ReadSigned(list, signature, other.ExportSubjectPublicKeyInfo()));
    }

    [CorpusFact]
    public void Read_MozillasList_HasEveryLogAsStatedAndNoVersion()
    {
        LogList list = LogList.Read(Bytes("mozilla_known_logs_list.json"));

        Assert.Null(list.Version);
        Assert.Equal(26, list.Logs.Count(l => l.Kind == LogKind.Rfc6962));
        Assert.Equal(22, list.Logs.Count(l => l.Kind == LogKind.Static));
        AssertEveryLogIsAsWritten("mozilla_known_logs_list.json", list);
    }

    [CorpusFact]
    public void Read_ListOf2022_HasEveryLogAsStatedAndNoStaticOne()
    {
        LogList list = LogList.Read(Bytes("loglist3_2022.json"));

        Assert.Equal(6, list.Logs.Count);
        Assert.DoesNotContain(list.Logs, l => l.Kind == LogKind.Static);
        AssertEveryLogIsAsWritten("loglist3_2022.json", list);
    }

    public static TheoryData<string, Action<JsonObject>> UnreadableLogs => new()
    {
        { "identifier of another key", log => log["log_id"] = Convert.ToBase64String(new byte[32]) },
        { "identifier empty", log => log["log_id"] = "" },
        { "identifier missing", log => log.Remove("log_id") },
        { "identifier a number", log => log["log_id"] = 1 },
        { "key missing", log => log.Remove("key") },
        { "key no base64", log => log["key"] = "!" },
        { "state a text", log => log["state"] = "usable" },
        { "state without an object", log => log["state"] = new JsonObject { ["usable"] = 1 } },
        { "state without a time", log => log["state"] = new JsonObject { ["usable"] = new JsonObject() } },
        { "state at no time", log => log["state"] = new JsonObject { ["usable"] = new JsonObject { ["timestamp"] = "once" } } },
        { "interval a text", log => log["temporal_interval"] = "2026" },
        { "interval without an end", log => log["temporal_interval"] = new JsonObject { ["start_inclusive"] = "2026-01-01T00:00:00Z" } },
        { "address a number", log => log["url"] = 1 },
    };

    /// <summary>decisions.md, 20: it takes no other away, so that nobody can disable a list by one bad log.</summary>
    [Theory]
    [MemberData(nameof(UnreadableLogs))]
    public void Read_LogThatCannotBeRead_IsLeftOutWithAFindingAndTheOthersStay(string fault, Action<JsonObject> damage)
    {
        JsonObject good = Log("usable"), bad = Log("usable");
        string id = bad["log_id"]!.GetValue<string>(), goodId = good["log_id"]!.GetValue<string>();
        damage(bad);

        LogList list = Read(ListOf(bad, good));

        Assert.Equal(goodId, Assert.Single(list.Logs).Id.ToBase64());
        Assert.Equal(FindingCode.LogUnreadable, Assert.Single(list.Findings).Code);
        Assert.Equal(
            !fault.StartsWith("identifier", StringComparison.Ordinal),
            list.WhyLeftOut(new Sha256Digest(Convert.FromBase64String(id))) is not null);
    }

    [Fact]
    public void Read_EntryThatIsNoLog_IsLeftOut()
    {
        JsonObject list = ListOf(Log("usable"));
        ((JsonArray)list["operators"]![0]!["logs"]!).Add(1);
        Assert.Single(Read(list).Logs);
        Assert.Single(Read(list).Findings);
    }

    [Theory]
    [InlineData("operators")]
    [InlineData("logs")]
    [InlineData("tiled_logs")]
    public void Read_Null_IsAnEmptyList(string member)
    {
        JsonObject list = ListOf(Log("usable"));
        (member == "operators" ? list : (JsonObject)list["operators"]![0]!)[member] = null;
        LogList read = Read(list);
        Assert.Equal(member == "tiled_logs" ? 1 : 0, read.Logs.Count);
        Assert.Empty(read.Findings);
    }

    [Fact]
    public void Read_NullOfALogsOwnMembers_IsAsIfAbsent()
    {
        JsonObject log = Log(null);
        (log["state"], log["temporal_interval"], log["url"], log["description"]) = (null, null, null, null);
        TransparencyLog read = Assert.Single(Read(ListOf(log)).Logs);
        Assert.Equal((LogState.None, null, null), (read.State, read.Url, read.Expiries));
    }

    [Fact]
    public void Read_Utf8Mark_IsPassedOver() =>
        Assert.Single(LogList.Read((byte[])[0xef, 0xbb, 0xbf, .. Encode(ListOf(Log("usable")))]).Logs);

    [Fact]
    public void Read_Interval_SaysWhichExpiriesTheLogTakes()
    {
        JsonObject log = Log("usable");
        log["temporal_interval"] = new JsonObject
        {
            ["start_inclusive"] = "2026-01-01T00:00:00Z",
            ["end_exclusive"] = "2026-07-01T00:00:00Z"
        };
        ExpiryRange range = Assert.Single(Read(ListOf(log)).Logs).Expiries!;
        Assert.Equal(
            [false, true, true, false],
            ((DateTimeOffset[])[range.From.AddSeconds(-1), range.From, range.Until.AddSeconds(-1), range.Until]).Select(range.Contains));
    }

    [Fact]
    public void Read_TheSameLogTwice_CountsOnceIfBothSayTheSameAndElseNotAtAll()
    {
        JsonObject log = Log("usable");
        JsonObject list = ListOf(log, (JsonObject)log.DeepClone());
        Assert.Single(Read(list).Logs);
        Assert.Empty(Read(list).Findings);

        // Nor as a log of either kind: a commitment could be read by index or by hash at will.
        JsonObject both = ListOf((JsonObject)log.DeepClone());
        both["operators"]![0]!["tiled_logs"] = new JsonArray(log.DeepClone());
        Assert.Empty(Read(both).Logs);
        Assert.Single(Read(both).Findings);

        // Whichever of the two comes first, and however often: a refused log stays refused.
        JsonObject refused = (JsonObject)log.DeepClone();
        refused["state"] = new JsonObject { ["rejected"] = new JsonObject { ["timestamp"] = "2026-05-01T00:00:00Z" } };
        Assert.Empty(Read(ListOf((JsonObject)log.DeepClone(), (JsonObject)refused.DeepClone(), (JsonObject)log.DeepClone())).Logs);
        Assert.Empty(Read(ListOf((JsonObject)refused.DeepClone(), (JsonObject)log.DeepClone())).Logs);
    }

    /// <summary>The first of the two counted, and whether it bounded the expiries was a matter of order.</summary>
    [Fact]
    public void Read_TheSameLogTwiceWithAnotherInterval_CountsNotAtAll()
    {
        JsonObject log = Log("usable"), bounded = (JsonObject)log.DeepClone();
        bounded["temporal_interval"] = new JsonObject
        {
            ["start_inclusive"] = "2026-01-01T00:00:00Z",
            ["end_exclusive"] = "2026-07-01T00:00:00Z"
        };
        Assert.Empty(Read(ListOf((JsonObject)log.DeepClone(), (JsonObject)bounded.DeepClone())).Logs);
        Assert.Empty(Read(ListOf(bounded, log)).Logs);
    }

    /// <summary>An entry that cannot be read, and states the identifier of another log, took that one away if it came first.</summary>
    [Fact]
    public void Read_UnreadableEntryWithTheIdentifierOfAnotherLog_TakesItNotAway()
    {
        JsonObject log = Log("usable"), broken = (JsonObject)log.DeepClone();
        broken["key"] = Log("usable")["key"]!.GetValue<string>();
        foreach (JsonObject[] order in (JsonObject[][])[[log, broken], [broken, log]])
        {
            LogList list = Read(ListOf([.. order.Select(l => (JsonObject)l.DeepClone())]));
            Assert.Single(list.Logs);
            Assert.Single(list.Findings);
        }
    }

    /// <summary>Eight megabytes of entries that are no logs took a minute, and a gigabyte of findings.</summary>
    [Fact]
    public void Read_MoreEntriesThanThereEverWereLogs_IsRefused()
    {
        string many = string.Join(',', Enumerable.Repeat("{}", TransparencyLimits.MaxLogs + 1));
        string list = $$"""{"log_list_timestamp":"2026-05-02T00:00:00Z","operators":[{"name":"x","logs":[{{many}}]}]}""";
        Assert.Equal(
            FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(() => LogList.Read(Encoding.UTF8.GetBytes(list))).Fault);
    }

    /// <summary>.NET reads a time alone as one of today: such a list was new on every day.</summary>
    [Theory]
    [InlineData("10:00")]
    [InlineData("Jan 5")]
    [InlineData("2026-05-02T00:00:00")]
    [InlineData("1/2/2026")]
    public void Read_TimeThatDependsOnWhereAndWhenItIsRead_IsRefused(string time)
    {
        JsonObject list = ListOf(Log("usable"));
        list["log_list_timestamp"] = time;
        Assert.Throws<TokenFormatException>(() => Read(list));
    }

    [Theory]
    [InlineData("qualified", nameof(LogState.Qualified), true, true)]
    [InlineData("usable", nameof(LogState.Usable), true, true)]
    [InlineData("readonly", nameof(LogState.ReadOnly), true, true)]
    [InlineData("retired", nameof(LogState.Retired), true, false)]
    [InlineData("pending", nameof(LogState.Pending), false, false)]
    [InlineData("rejected", nameof(LogState.Rejected), false, false)]
    [InlineData("invented", nameof(LogState.None), false, false)]
    [InlineData(null, nameof(LogState.None), false, false)]
    public void CountsFor_EachState_BeforeAndFromItsTimeOn(string? word, string state, bool before, bool from)
    {
        TransparencyLog log = Assert.Single(Read(ListOf(Log(word))).Logs);

        Assert.Equal(state, log.State.ToString());
        Assert.Equal(word is null ? null : Since, log.StateSince);
        Assert.Equal(before, log.CountsFor(Since - TimeSpan.FromMilliseconds(1)));
        Assert.Equal(from, log.CountsFor(Since));
        Assert.Equal(from, log.CountsFor(Since + TimeSpan.FromDays(1)));
    }

    [Fact]
    public void CountsFor_SeveralStates_TheLatestIsTheOneThatHolds()
    {
        JsonObject log = Log("usable");
        log["state"]!["retired"] = new JsonObject { ["timestamp"] = "2026-06-01T00:00:00Z" };
        log["state"]!["qualified"] = new JsonObject { ["timestamp"] = "2026-01-01T00:00:00Z" };

        TransparencyLog read = Assert.Single(Read(ListOf(log)).Logs);

        Assert.Equal(LogState.Retired, read.State);
        Assert.True(read.CountsFor(Since));
        Assert.False(read.CountsFor(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void AgeAt_BeforeAndAfterItWasMade_IsNeverNegative()
    {
        LogList list = Read(ListOf());
        Assert.Equal(TimeSpan.FromDays(3), list.AgeAt(list.Timestamp + TimeSpan.FromDays(3)));
        Assert.Equal(TimeSpan.Zero, list.AgeAt(list.Timestamp - TimeSpan.FromDays(3)));
    }

    [Fact]
    public void Read_MoreBytesThanTheLimit_IsNotLookedAt() => Assert.Equal(
        FormatFault.LimitExceeded,
        Assert.Throws<TokenFormatException>(() => LogList.Read(new byte[TransparencyLimits.MaxLogListBytes + 1])).Fault);

    /// <summary>RFC 6962, 2.1.4, knows one curve, and RSA of 2048 bits or more.</summary>
    [Fact]
    public void Read_KeyOfAnotherCurveOrTooShort_IsRefused()
    {
        foreach (ECCurve curve in new[] { ECCurve.NamedCurves.nistP384, ECCurve.NamedCurves.nistP521 })
        {
            using var key = ECDsa.Create(curve);
            Assert.Throws<TokenFormatException>(() => LogKey.Read(key.ExportSubjectPublicKeyInfo()));
        }

        using var rsa = RSA.Create(1024);
        Assert.Throws<TokenFormatException>(() => LogKey.Read(rsa.ExportSubjectPublicKeyInfo()));
        using var enough = RSA.Create(2048);
        Assert.NotNull(LogKey.Read(enough.ExportSubjectPublicKeyInfo()));
        Assert.Throws<TokenFormatException>(() => LogKey.Read([.. enough.ExportSubjectPublicKeyInfo(), 0]));
    }

    /// <summary>One old log with a key of another form made the whole list of 2022 unreadable.</summary>
    [Fact]
    public void Read_LogWithAKeyThatCannotBeUsed_StaysInTheListAndSignsNothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (byte[] bytes in new[] { key.ExportSubjectPublicKeyInfo(), new byte[64] })
        {
            JsonObject log = Log("usable");
            log["key"] = Convert.ToBase64String(bytes);
            log["log_id"] = Convert.ToBase64String(SHA256.HashData(bytes));

            LogList list = Read(ListOf(log, Log("usable")));

            Assert.Equal(2, list.Logs.Count);
            var head = new SignedTreeHead(1, 1, MerkleTree.EmptyRoot, ReadOnlyMemory<byte>.Empty);
            byte[] signature = key.SignData(head.SignedBytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            Assert.False(list.Find(Sha256Digest.Of(bytes))!
                .Signed(head with { Signature = new TlsWriter().UInt8(4).UInt8(3).Opaque16(signature).ToArray() }));
        }
    }

    [Property(MaxTest = 500)]
    public Property Read_RealListWithFaults_ThrowsTheOneExceptionOnly() =>
        Prop.ForAll(Mutations.Of(Encode(ListOf(Log("usable")))), bytes => Mutations.IsRead(() => LogList.Read(bytes)) || true);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"log_list_timestamp":"2026-05-01T00:00:00Z"}""")]
    [InlineData("""{"log_list_timestamp":"yesterday","operators":[]}""")]
    [InlineData("""{"log_list_timestamp":"2026-05-01T00:00:00Z","operators":{}}""")]
    [InlineData("""{"log_list_timestamp":"2026-05-01T00:00:00Z","operators":[1]}""")]
    [InlineData("""{"log_list_timestamp":"2026-05-01T00:00:00Z","operators":[],"operators":[]}""")]
    public void Read_NoSuchList_IsRefused(string json) =>
        Assert.Throws<TokenFormatException>(() => LogList.Read(Encoding.UTF8.GetBytes(json)));

    // What the file says, read a second time without the library.
    private static void AssertEveryLogIsAsWritten(string file, LogList list)
    {
        JsonElement json = Corpora.Json($"{Folder}/{file}");
        Assert.Equal(Time(json.GetProperty("log_list_timestamp")), list.Timestamp);
        int count = 0;
        foreach (JsonElement one in json.GetProperty("operators").EnumerateArray())
        {
            foreach ((string member, LogKind kind) in new[] { ("logs", LogKind.Rfc6962), ("tiled_logs", LogKind.Static) })
            {
                foreach (JsonElement stated in one.TryGetProperty(member, out JsonElement logs) ? logs.EnumerateArray() : [])
                {
                    count++;
                    byte[] id = SHA256.HashData(Convert.FromBase64String(stated.GetProperty("key").GetString()!));
                    Assert.Equal(stated.GetProperty("log_id").GetString(), Convert.ToBase64String(id));
                    TransparencyLog log = Assert.IsType<TransparencyLog>(list.Find(new Sha256Digest(id)));
                    Assert.Equal(
                        (kind, one.GetProperty("name").GetString(), stated.GetProperty("description").GetString()),
                        (log.Kind, log.Operator, log.Description));
                    (string Name, DateTimeOffset Since)[] states = stated.TryGetProperty("state", out JsonElement all)
                        ? [.. all.EnumerateObject().Select(s => (s.Name, Time(s.Value.GetProperty("timestamp")))).OrderBy(s => s.Item2)]
                        : [];
                    Assert.Equal(states.Length == 0 ? "none" : states[^1].Name, log.State.ToString().ToLowerInvariant());
                    Assert.Equal(states.Length == 0 ? null : states[^1].Since, log.StateSince);
                    string? url = stated.TryGetProperty(kind == LogKind.Static ? "monitoring_url" : "url", out JsonElement prefix)
                        ? prefix.GetString()
                        : null;
                    Assert.Equal(string.IsNullOrEmpty(url) ? null : new Uri(url), log.Url);
                }
            }
        }

        Assert.Equal(count, list.Logs.Count);
    }

    private static DateTimeOffset Time(JsonElement text) => DateTimeOffset.Parse(text.GetString()!, CultureInfo.InvariantCulture);

    private static byte[] Bytes(string file) => File.ReadAllBytes(Corpora.PathOf($"{Folder}/{file}"));

    private static JsonObject Log(string? state)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] spki = key.ExportSubjectPublicKeyInfo();
        var log = new JsonObject
        {
            ["description"] = "a log",
            ["key"] = Convert.ToBase64String(spki),
            ["log_id"] = Convert.ToBase64String(SHA256.HashData(spki)),
            ["url"] = "https://log.example/2026/",
        };
        if (state is not null)
        {
            log["state"] = new JsonObject { [state] = new JsonObject { ["timestamp"] = "2026-05-01T00:00:00Z" } };
        }

        return log;
    }

    private static JsonObject ListOf(params JsonObject[] logs) => new()
    {
        ["log_list_timestamp"] = "2026-05-02T00:00:00Z",
        ["operators"] = new JsonArray(new JsonObject { ["name"] = "an operator", ["logs"] = new JsonArray([.. logs]) }),
    };

    private static byte[] Encode(JsonObject list) => Encoding.UTF8.GetBytes(list.ToJsonString());

    private static LogList Read(JsonObject list) => LogList.Read(Encode(list));
}
