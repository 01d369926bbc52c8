using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>
/// Logs as their specifications allow them. If one fails, an organization's real commitment cannot be shown, and its
/// emblem reads as "could not find out".
/// </summary>
public class HonestLogTests
{
    [Theory]
    [InlineData(LogKind.Rfc6962, false)]
    [InlineData(LogKind.Rfc6962, true)]
    [InlineData(LogKind.Static, false)]
    [InlineData(LogKind.Static, true)]
    public async Task Ask_CertificateInTheLog_IsProvenByInclusion(LogKind kind, bool presigned)
    {
        await using LogScene scene = await LogScene.StartAsync(kind, presigned: presigned);
        EntryEvidence evidence = await scene.AskAsync();
        Assert.True(evidence.Outcome == CommitmentOutcome.Proven, evidence.Reason);
        Assert.Equal(LogAssurance.Included, evidence.Assurance);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Ask_CertificateLoggedAsItIs_IsProven(LogKind kind)
    {
        await using LogScene scene = await LogScene.StartAsync(kind);
        BindingChain chain = scene.Authority.Issue([.. BindingNames.Wanted(scene.Organization, scene.Key.JwkIdentifier)], []);
        scene.Log.AddCertificate(chain.Certificates);
        scene.Log.Publish();
        int index = scene.Log.HeadSize - 1;
        CommitmentEntry entry = kind == LogKind.Static
            ? CommitmentEntry.InStaticLog(scene.Log.Id, (ulong)index)
            : CommitmentEntry.InV1Log(scene.Log.Id, scene.Log.Leaf(index).Hash);
        EntryEvidence evidence = await scene.AskAsync(entry);
        Assert.True(evidence.Outcome == CommitmentOutcome.Proven, evidence.Reason);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(255, 0)]
    [InlineData(256, 1)]
    [InlineData(300, 400)]
    [InlineData(66_000, 300)]
    public async Task Ask_StaticLogOfManyTilesPackedAndWitnessed_IsProven(int before, int after)
    {
        await using LogScene scene = await LogScene.StartAsync(LogKind.Static, log => log.Fill(before), after);
        scene.Log.Packed = true;
        scene.Log.Witnessed = true;
        EntryEvidence evidence = await scene.AskAsync();
        Assert.True(evidence.Outcome == CommitmentOutcome.Proven, evidence.Reason);
    }

    [Fact]
    public async Task Ask_PartialTilesDeletedByTheLog_ReadsTheWholeOnes()
    {
        await using LogScene scene = await LogScene.StartAsync(LogKind.Static, log => log.Fill(5), after: 10);
        await scene.AskAsync();
        scene.Log.Fill(500);
        // The head that is shown still ends within the first tile, which is whole by now, and the log serves no part of it any more.
        scene.Cache = LogCache.InMemory();
        byte[] head = scene.Log.Answer("/checkpoint")!.Body;
        scene.Log.Publish();
        scene.Lie((path, honest) => path == "/checkpoint" ? new LogResponse(head)
            : path.Contains(".p/", StringComparison.Ordinal) ? null
            : honest);
        EntryEvidence evidence = await scene.AskAsync();
        Assert.True(evidence.Outcome == CommitmentOutcome.Proven, evidence.Reason);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Ask_LogThatGrewSinceItWasLastRead_IsConsistentAndProven(LogKind kind)
    {
        await using LogScene scene = await LogScene.StartAsync(kind);
        foreach (int more in (int[])[0, 1, 300, 90])
        {
            scene.Log.Fill(more);
            scene.Log.Publish();
            EntryEvidence evidence = await scene.AskAsync();
            Assert.True(evidence.Outcome == CommitmentOutcome.Proven, $"after {more} more: {evidence.Reason}");
        }
    }

    [Fact]
    public async Task Ask_HeadNotReachableButRememberedOnDisk_IsProvenStill()
    {
        await using LogScene scene = await LogScene.StartAsync(LogKind.Static);
        string folder = Directory.CreateTempSubdirectory("emblem-cache-").FullName;
        try
        {
            scene.Cache = LogCache.InFolder(folder);
            Assert.Equal(CommitmentOutcome.Proven, (await scene.AskAsync()).Outcome);
            int asked = scene.Host.Requests.Count;
            scene.Lie((_, _) => new LogResponse([], Status: 503));
            scene.Cache = LogCache.InFolder(folder);
            Assert.Equal(CommitmentOutcome.Proven, (await scene.AskAsync()).Outcome);
            Assert.All(scene.Host.Requests.Skip(asked), r => Assert.Equal("/checkpoint", r));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// The test log's own honesty: over the leaves of real logs it must come to the heads that those signed, and to their tiles.
    /// </summary>
    [CorpusFact]
    public void TestLog_OverTheLeavesOfRealLogs_HasTheirRootsAndTiles()
    {
        string folder = Corpora.PathOf(ReferenceLogs.Folder);
        using var v1 = new TestLog(LogKind.Rfc6962, LogScene.Now);
        foreach (System.Text.Json.JsonElement entry in Corpora.Json($"{ReferenceLogs.Folder}/logs/v1/get-entries.all.json")
            .GetProperty("entries").EnumerateArray())
        {
            v1.Add(LogLeaf.Read(entry.GetProperty("leaf_input").GetBytesFromBase64()), []);
        }

        foreach (string head in (string[])["get-sth", "get-sth.early"])
        {
            System.Text.Json.JsonElement signed = Corpora.Json($"{ReferenceLogs.Folder}/logs/v1/{head}.json");
            Assert.Equal(
                signed.GetProperty("sha256_root_hash").GetString(), v1.Root(signed.GetProperty("tree_size").GetInt32()).ToBase64());
        }

        using var tiled = new TestLog(LogKind.Static, LogScene.Now);
        byte[] data = File.ReadAllBytes(Path.Combine(folder, "logs/static/tree/tile/data/000.p/63"));
        var reader = new TlsReader(data);
        var issuers = Directory.EnumerateFiles(Path.Combine(folder, "logs/static/tree/issuer"))
            .ToDictionary(f => Path.GetFileName(f), f => (ReadOnlyMemory<byte>)File.ReadAllBytes(f));
        while (!reader.AtEnd)
        {
            TileLeaf leaf = TileLeaf.Read(ref reader);
            tiled.Add(leaf.Leaf, [leaf.Submitted, .. leaf.Issuers.Select(i => issuers[i.ToString()])]);
        }

        tiled.Publish();
        Assert.Equal(data, tiled.Answer("/tile/data/000.p/63")!.Body);
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "logs/static/tree/tile/0/000.p/63")), tiled.Answer("/tile/0/000.p/63")!.Body);
        Assert.Equal(Checkpoint.Read(File.ReadAllBytes(Path.Combine(folder, "logs/static/tree/checkpoint"))).RootHash, tiled.Root(63));
        Assert.Equal(Checkpoint.Read(File.ReadAllBytes(Path.Combine(folder, "logs/static/checkpoint.early"))).RootHash, tiled.Root(31));
    }
}
