using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Demo;
using DigitalEmblem.Issuer.Drill;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Demo;

/// <summary>
/// The demo's log, held against the library. When these fail, the demo's log contradicts itself, and the verifier rightly says so to
/// anyone who tries it.
/// </summary>
[Trait("Category", "Servers")]
public sealed class DemoLogTests
{
    private const int Most = 20;

    [Fact]
    public void Trees_EveryPairOfSizes_AreConsistent_AndEveryLeafIsIn()
    {
        using var log = new SandboxLog(TimeProvider.System);
        List<Sha256Digest> roots = [Root(log)];
        var leaves = new List<Sha256Digest>();
        for (int size = 1; size <= Most; size++)
        {
            log.Include([1], [(byte)size], [2], []);
            roots.Add(Root(log));
            leaves.Add(MerkleTree.HashLeaf(Bytes(log.Entries(size - 1, size - 1)!["entries"]![0]!["leaf_input"]!)));
        }

        for (int second = 1; second <= Most; second++)
        {
            for (int first = 1; first <= second; first++)
            {
                Assert.True(
                    MerkleTree.VerifyConsistency(
                        (ulong)first, roots[first], (ulong)second, roots[second], Digests(log.Consistency(first, second)!["consistency"]!)),
                    $"{first} of {second}");
                JsonObject proof = log.Proof(leaves[first - 1].ToArray(), second)!;
                Assert.Equal(first - 1, (int)proof["leaf_index"]!);
                Assert.True(
                    MerkleTree.VerifyInclusion(
                        leaves[first - 1], (ulong)first - 1, (ulong)second, Digests(proof["audit_path"]!), roots[second]),
                    $"{first - 1} in {second}");
            }
        }
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(0, int.MaxValue, 3)]
    [InlineData(2, 5, 1)]
    [InlineData(3, 5, null)]
    [InlineData(2, 1, null)]
    [InlineData(-1, 1, null)]
    public void Entries_AreThoseThatAreThere(int start, int end, int? count)
    {
        using SandboxLog log = OfThree();

        Assert.Equal(count, log.Entries(start, end)?["entries"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 4)]
    [InlineData(int.MinValue, int.MaxValue)]
    public void TreesThatTheLogDoesNotHave_HaveNoProofs(int first, int second)
    {
        using SandboxLog log = OfThree();

        Assert.Null(log.Consistency(first, second));
        Assert.Null(log.Proof(new byte[32], second));
    }

    [Fact]
    public async Task Client_FollowsTheLogAsItGrows()
    {
        await using DemoTrust trust = await DemoTrust.StartAsync(0, TimeProvider.System);
        using var http = new LogHttp();
        LogCache cache = LogCache.InMemory();
        LogList logs = LogList.Read(Encoding.UTF8.GetBytes(trust.LogList.ToJsonString()));
        CommitmentEntry? first = null;
        for (int size = 1; size <= 9; size++)
        {
            CommitmentEntry entry = BindingChain.Read(Encoding.ASCII.GetBytes(await CertifyAsync(trust)), "chain.pem")
                .LogEntries().Single();

            // A client for each round, as a program started anew each time: what the log signed before comes from the cache, and a new head
            // counts only with its proof.
            var client = new LogClient(http.Client, logs, cache);
            Assert.Equal((ulong)size - 1, Assert.Single((await client.FindAsync(entry)).Material.Logged).Index);
            Assert.Equal(0UL, Assert.Single((await client.FindAsync(first ??= entry)).Material.Logged).Index);
        }
    }

    private static async Task<string> CertifyAsync(DemoTrust trust)
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.PostAsync(
            new Uri(trust.Url + "/certify"), new StringContent(BindingRequest.Create(["adem-configuration.society.example"]).RequestPem));
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    private static SandboxLog OfThree()
    {
        var log = new SandboxLog(TimeProvider.System);
        for (byte i = 0; i < 3; i++)
        {
            log.Include([1], [i], [2], []);
        }

        return log;
    }

    private static Sha256Digest Root(SandboxLog log) => new(Bytes(log.Head()["sha256_root_hash"]!));

    private static byte[] Bytes(JsonNode node) => Convert.FromBase64String((string)node!);

    private static Sha256Digest[] Digests(JsonNode list) => [.. list.AsArray().Select(n => new Sha256Digest(Bytes(n!)))];
}
