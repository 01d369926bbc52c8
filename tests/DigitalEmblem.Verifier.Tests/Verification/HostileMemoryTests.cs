using System.Buffers;
using System.Formats.Cbor;
using System.Text;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Verification;

/// <summary>
/// Anyone who publishes records chooses what a validator reads. If one fails, an answer of 58 kB fills the memory of a sweep, and the names
/// after it are not asked about; or what is summarised changes a verdict.
/// </summary>
[Collection(Alone)]
public class HostileMemoryTests
{
    // What is held is read off the whole process: a test of another class beside it would be counted.
    private const string Alone = "the memory of the process";

    private static readonly DomainName Name = DomainName.Parse("www.society.example");

    /// <summary>Records of TXT and IHLE with about so many bytes, each kind the worst of its sort that was found.</summary>
    private static readonly (string Kind, Func<int, (string[] Txt, byte[][] Ihle)> Records)[] Kinds =
    [
        ("claims of a JWS", n => (JwsOf(n, (j, room) => j.RawClaims = With(j.Claims.ToJsonString(), room)), [])),
        ("header parameters of a JWS", n => (JwsOf(n, (j, room) => j.RawHeader = With(j.Header.ToJsonString(), room)), [])),
        ("claims of a CWT", n => ([], CwtOf(n, (c, room) => c.RawClaims = ManyKeys(room)))),
        ("a map in a claim of a CWT", n => ([], CwtOf(n, (c, room) => c.Claims["1a00010000"] = ManyKeys(room)))),
        (
            "assets",
            n => (
                JwsOf(n, (j, _) => j.RawClaims = j.Claims.ToJsonString()
                    .Replace("\"www.society.example\"", string.Join(',', Enumerable.Repeat("\"a\"", 256)), StringComparison.Ordinal)),
                [])),
        (
            "channels",
            n => (
                JwsOf(n, (j, room) => j.RawClaims = j.Claims.ToJsonString()
                    .Replace("\"prp\"", $"\"dst\":[{Repeat("\"\"", ",", room / 3)}],\"prp\"", StringComparison.Ordinal)),
                [])),
        (
            "log entries",
            n => (
                JwsOf(
                    n,
                    (j, room) => j.RawClaims = j.Claims.ToJsonString()[..^1] + $",\"log\":[{Repeat("{}", ",", room / 3)}]}}",
                    endorsement: true),
                [])),
        ("nesting", n => (JwsOf(n, (j, room) => j.RawClaims =
            j.Claims.ToJsonString()[..^1] + $",\"x\":[{Repeat("[[[[[[[[[[[[]]]]]]]]]]]]", ",", room / 25)}]}}"), [])),
        ("control characters", n => (JwsOf(n, (j, room) => j.RawClaims =
            j.Claims.ToJsonString().Replace("\"v1\"", $"\"{Repeat("\\ue000", "", room / 6)}\"", StringComparison.Ordinal)), [])),
        ("IDs", n => (Many(n, i => $"adem-token-{i}=a.b.c"), [])),
        ("IDs beside shared tokens", n => ([.. Many(n / 2, i => $"adem-token-{i}=a.b.c"), .. Many(n / 2, _ => "adem-token=a.b.c")], [])),
        (
            "IDs beside a few shared tokens",
            n => ([.. Many(n / 2, i => $"adem-token-{i % 100}=a.b.c"), .. Many(100, _ => "adem-token=a.b.c")], [])),
        ("IDs beside shared keys", n => ([.. Many(n / 2, i => $"adem-token-{i % 60}=a.b.c"), .. Many(200, _ => "adem-key=x")], [])),
        (
            "IDs beside shared claims",
            n => (
                [
                    .. Many(n / 8, i => $"adem-token-{i % 120}=a.b.c"),
                    .. JwsOf(n / 8 * 7, (j, room) => j.RawClaims = With(j.Claims.ToJsonString(), room))],
                [])),
        ("keys", n => (Many(n, _ => $"adem-key={TestKeys.Of(SignatureAlgorithm.ES256).PublicKey.ToJwk()}"), [])),
        ("keys of an unknown kind", n => (Many(n, _ => $"adem-key={{\"kty\":\"{new string('\u202e', 500)}\"}}"), [])),
        ("other records", n => (Many(n, i => $"v={i}"), [])),
        ("bytes of nothing", n => ([], [.. Enumerable.Repeat((byte[])[0xff, 0xff], n / 16)])),
        ("keys of nothing", n => ([], [.. Enumerable.Repeat((byte[])[0xa0], n / 16)])),
    ];

    public static TheoryData<string> KindsByName => [.. Kinds.Select(k => k.Kind)];

    [Theory]
    [MemberData(nameof(KindsByName))]
    public void Check_OneKindOfHostileRecords_AllocatesNoMoreThanIsStated(string kind)
    {
        foreach (int bytes in (int[])[1_000, 12_000, 58_000])
        {
            StaysWithin(Kinds.Single(k => k.Kind == kind).Records(bytes));
        }
    }

    [Property(MaxTest = 25)]
    public Property Check_KindsMixed_AllocatesNoMoreThanIsStated() => Prop.ForAll(
        Arb.From(
            from picks in Gen.Choose(0, Kinds.Length - 1).ArrayOf(4)
            from sizes in Gen.Choose(200, 15_000).ArrayOf(4)
            select (picks, sizes)),
        t =>
        {
            (string[] Txt, byte[][] Ihle)[] parts = [.. t.picks.Zip(t.sizes, (pick, size) => Kinds[pick].Records(size))];
            StaysWithin(([.. parts.SelectMany(p => p.Txt)], [.. parts.SelectMany(p => p.Ihle)]));
        });

    /// <summary>Only the telling is cut: the same tokens with 3 and with 1,300 claims that nobody knows show the same.</summary>
    [Fact]
    public void Decide_ManyUnknownClaims_AreCountedAndChangeNothing()
    {
        string Emblem(int claims)
        {
            var jws = new RawJws(Scene.EmblemKey);
            jws.RawClaims = jws.Claims.ToJsonString()[..^1] + string.Concat(Enumerable.Range(0, claims).Select(i => $",\"{i:x}\":0")) + "}";
            return jws.Sign();
        }

        Verdict Decide(int claims)
        {
            string[] lines =
            [
                Emblem(claims), Jws.Sign(TestTokens.Endorsement(Scene.EmblemKey.PublicKey, profile: TokenProfile.Jws), Scene.RootKey),
                Scene.EmblemKey.PublicKey.ToJwk(), Scene.RootKey.PublicKey.ToJwk(),
            ];
            return TrustPolicy.Default.Decide(new EmblemVerifier()
                .Verify(Encoding.UTF8.GetBytes(string.Join('\n', lines)), HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now));
        }

        Verdict few = Decide(3), many = Decide(1300);
        Assert.Equal((VerdictOutcome.Marked, few.Level, few.ToString()), (many.Outcome, many.Level, many.ToString()));
        Assert.Equal(3, few.Tokens[0].Findings.Count);
        Assert.Equal(TokenLimits.MaxFindingsOfACode + 1, many.Tokens[0].Findings.Count);
        Assert.Equal("And 1,290 more claims like these.", many.Tokens[0].Findings[^1].Message);
    }

    /// <summary>An entry that is charged for less than it holds breaks the bound of its cache.</summary>
    [Theory]
    [MemberData(nameof(KindsByName))]
    public void Verify_SeenAgain_TheCachesHoldNoMoreThanTheyAreCharged(string kind)
    {
        const int Bound = 4 << 20;
        var verifier = new EmblemVerifier(new VerifierOptions { Cache = new VerificationCache(Bound), SignatureParallelism = 1 });
        byte[] Input(int i)
        {
            (string[] txt, byte[][] ihle) = Kinds.Single(k => k.Kind == kind).Records(12_000);
            return Encoding.UTF8.GetBytes(
                string.Join('\n', [$"; {i}", .. txt.Where(t => TxtRecord.Concerns(t)), .. ihle.Select(Convert.ToHexString)]));
        }

        byte[][] inputs = [.. Enumerable.Range(0, 150).Select(Input)];
        verifier.Verify(inputs[0], HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (byte[] input in inputs)
        {
            verifier.Verify(input, HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now);
        }

        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(verifier);
        // Two caches, of items and of results.
        Assert.InRange(held, long.MinValue, 2 * Bound);
    }

    private static void StaysWithin((string[] Txt, byte[][] Ihle) records)
    {
        ReadOnlyMemory<byte>[] txt = [.. records.Txt.Select(t => new ReadOnlyMemory<byte>(CharacterStrings.Data(t)))],
            ihle = [.. records.Ihle.Select(i => new ReadOnlyMemory<byte>(i))];
        // Each record stands in the answer with ten bytes and its owner's name, which is compressed to two.
        long bytes = txt.Concat(ihle).Sum(d => d.Length + 12L);
        var lookup = new Answers(ihle, txt);
        var checker = new EmblemChecker(
            [new DnsEmblemSource(lookup)],
            new EmblemVerifier(new VerifierOptions { SignatureParallelism = 1 }),
            TrustPolicy.Default,
            HeldEvidence.AssumeCommittedUnsafe,
            new SettableClock(TestTokens.Now));
        var line = new ScanLine(1, Name.ToString(), Name);
        long Once()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Task<Verdict> check = checker.CheckAsync(Name);
            Assert.True(check.IsCompletedSuccessfully);
            ScanResult.Of(line, check.Result).WriteJson(new ArrayBufferWriter<byte>());
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // The first time, code and tables are made as well.
        Once();
        long allocated = Once();
        Assert.True(
            allocated <= TokenLimits.MemoryOfAName + (TokenLimits.MemoryOfAByte * bytes),
            $"{allocated:N0} bytes for {bytes:N0}: {(double)allocated / bytes:0.0} each, "
                + $"{(allocated - TokenLimits.MemoryOfAName) / (double)bytes:0.0} beside the constant.");
    }

    private static string[] Many(int bytes, Func<int, string> record)
    {
        var all = new List<string>();
        for (int i = 0, size = 0; size < bytes && i < 1000; i++)
        {
            all.Add(record(i));
            size += all[^1].Length + 13;
        }

        return [.. all];
    }

    // Tokens of 12,000 characters and less, as many as there is room for.
    private static string[] JwsOf(int bytes, Action<RawJws, int> fill, bool endorsement = false)
    {
        var all = new List<string>();
        for (int left = bytes; left > 0; left -= 12_000)
        {
            var jws = new RawJws(endorsement: endorsement);
            // Three quarters of the characters are bytes, less the rest of the token.
            fill(jws, Math.Max(0, (Math.Min(left, 12_000) / 4 * 3) - 400));
            all.Add($"adem-token={jws.Sign()}");
        }

        return [.. all];
    }

    private static byte[][] CwtOf(int bytes, Action<RawCwt, int> fill)
    {
        var all = new List<byte[]>();
        for (int left = bytes; left > 0; left -= 16_000)
        {
            var cwt = new RawCwt();
            fill(cwt, Math.Max(16, Math.Min(left, 16_000) - 400));
            all.Add(cwt.Sign());
        }

        return [.. all];
    }

    private static string With(string json, int bytes)
    {
        var members = new StringBuilder(json[..^1]);
        for (int i = 0; members.Length < bytes; i++)
        {
            members.Append(System.Globalization.CultureInfo.InvariantCulture, $",\"{i:x}\":0");
        }

        return members.Append('}').ToString();
    }

    private static string ManyKeys(int bytes)
    {
        var writer = new CborWriter();
        int count = bytes / 4;
        writer.WriteStartMap(count);
        for (int i = 0; i < count; i++)
        {
            writer.WriteInt32(100 + i);
            writer.WriteInt32(0);
        }

        writer.WriteEndMap();
        return Convert.ToHexString(writer.Encode());
    }

    private static string Repeat(string text, string between, int count) => string.Join(between, Enumerable.Repeat(text, count));

    private sealed class Answers(ReadOnlyMemory<byte>[] ihle, ReadOnlyMemory<byte>[] txt) : IDnsLookup
    {
        public Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default)
        {
            ReadOnlyMemory<byte>[] data = type == DnsType.Txt ? txt : ihle;
            return Task.FromResult(
                new LookupAnswer { Outcome = data.Length > 0 ? LookupOutcome.Found : LookupOutcome.NoData, Data = data });
        }
    }

    /// <summary>xunit's name for it.</summary>
    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class Definition;
}
