using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogFollowing;

/// <summary>
/// Logs that do what their specifications allow. If one fails, a certificate for a Society's name stands in a log, and the watch passes
/// over it, or tells it again and again.
/// </summary>
public class HonestLogFollowingTests
{
    /// <summary>The law of following: however a log grows, and however much it gives at a time, each entry is read once.</summary>
    [Property(MaxTest = 15)]
    public async Task Follow_AnyGrowthAndAnyBatches_ReadsEachEntryOnceUpToTheHead(
        bool tiled, byte start, byte[] growth, byte batch, byte step)
    {
        await using FollowScene scene = await FollowScene.StartAsync(tiled ? LogKind.Static : LogKind.Rfc6962, start * 2);
        scene.Lie((path, honest) => path.StartsWith(Tampering.V1Entries, StringComparison.Ordinal)
            && FollowScene.Range(path) is var (from, to)
                ? scene.Log.Answer($"{Tampering.V1Entries}?start={from}&end={Math.Min(to, from + (batch % 40))}")
                : honest);
        FollowingLimits limits = FollowScene.Limits with { EntriesAStep = 1 + (step * 3) };
        LogStep last = await scene.FollowAsync(scene.Begin(), limits);
        foreach (byte more in growth.Take(6))
        {
            scene.Grow(more * 2);
            last = await scene.FollowAsync(last.Progress, limits);
            Assert.Equal(LogFault.None, last.Progress.Fault);
        }

        ulong begun = (ulong)(start * 2);
        Assert.Equal(Enumerable.Range(0, scene.Log.HeadSize).Select(i => (ulong)i).Skip((int)begun), scene.Read);
        Assert.Equal(scene.Log.Root(scene.Log.HeadSize), last.Progress.Frontier!.Root());
        Assert.Equal(0UL, last.Progress.Behind);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962, 0)]
    [InlineData(LogKind.Rfc6962, 1)]
    [InlineData(LogKind.Static, 0)]
    [InlineData(LogKind.Static, 255)]
    [InlineData(LogKind.Static, 256)]
    [InlineData(LogKind.Static, 300)]
    public async Task Follow_FromAnIndex_ReadsFromThere(LogKind kind, int from)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind, 600);
        LogStep last = await scene.FollowAsync(scene.Begin((ulong)from));
        Assert.Equal(Enumerable.Range(from, 600 - from).Select(i => (ulong)i), scene.Read);
        Assert.Null(last.Progress.LagAt(scene.Listed, scene.Clock.Now, FollowScene.Limits.LagAfter));
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Follow_CertificateForOurNameThatNobodyKnows_IsSeen(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Issue($"abcdef.adem-configuration.{FollowScene.Domain}", FollowScene.Domain);
        scene.Issue("adem-configuration.s0ciety.example");
        await scene.FollowAsync(progress);
        Assert.Equal([SightingKind.Unknown, SightingKind.LookAlike], scene.Sightings.Select(s => s.Kind));
        LogSighting sighting = scene.Sightings[0];
        Assert.Equal([$"abcdef.adem-configuration.{FollowScene.Domain}"], sighting.Names);
        Assert.Equal(3UL, sighting.Index);
        Assert.Equal(scene.Log.Leaf(3).Hash, sighting.LeafHash);
        Assert.Equal("CN=Test Intermediate", sighting.Issuer);
        Assert.True(sighting.IsPrecertificate);
        Assert.NotEmpty(sighting.Serial);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Follow_CertificatesThatAreKnown_AreNot(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        BindingChain byDigest = scene.Issue($"k1.adem-configuration.{FollowScene.Domain}");
        // The certificate itself, which a log may take too.
        scene.Log.AddCertificate(byDigest.Certificates);
        scene.Issue($"k2.adem-configuration.{FollowScene.Domain}", $"adem-configuration.{FollowScene.Domain}");
        scene.Known = KnownCertificates.Of([byDigest.Certificates[0]], [scene.Organization]).With(
            new KnownCertificates { RootKeys = new HashSet<string> { "k2" }, RootKeysSuffice = true });
        scene.Issue($"k2.adem-configuration.{FollowScene.Domain}", $"k3.adem-configuration.{FollowScene.Domain}");
        scene.Issue($"*.adem-configuration.{FollowScene.Domain}");
        scene.Issue($"adem-configuration.{FollowScene.Domain}");
        LogStep last = await scene.FollowAsync(progress);
        Assert.Equal([6UL, 7, 8], scene.Sightings.Select(s => s.Index));
        Assert.Equal(0UL, last.UnreadableEntries);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Follow_CertificateOfThousandsOfNames_HidesNone(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Log.AddCertificate([Certificate(Enumerable.Range(0, 5000).Select(i => $"host-{i}.elsewhere.example")
            .Append($"k.adem-configuration.{FollowScene.Domain}"))]);
        scene.Log.Publish();
        LogStep last = await scene.FollowAsync(progress);
        Assert.Equal(SightingKind.Unknown, Assert.Single(scene.Sightings).Kind);
        Assert.Equal(0UL, last.UnreadableEntries);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Follow_EntriesThatCannotBeRead_AreCountedAndPassed(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Log.Fill(5);
        scene.Grow(2);
        scene.Issue($"k.adem-configuration.{FollowScene.Domain}");
        LogStep last = await scene.FollowAsync(progress);
        Assert.Equal((5UL, 3UL), (last.UnreadableEntries, last.FirstUnreadable));
        Assert.Equal(5UL, last.Progress.UnreadableEntries);
        Assert.Single(scene.Sightings);
    }

    [Fact]
    public async Task Follow_EntryOfAKindThatIsNotKnown_PassesTheRestOfItsTileByHashes()
    {
        await using FollowScene scene = await FollowScene.StartAsync(LogKind.Static);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Grow(300);
        scene.Lie((path, honest) => path.StartsWith(Tampering.DataTile + "000", StringComparison.Ordinal) && honest is not null
            ? honest with { Body = WithKind(honest.Body, 100) }
            : honest);
        LogStep last = await scene.FollowAsync(progress);
        Assert.Equal((156UL, 100UL), (last.Progress.UnreadableEntries, last.FirstUnreadable));
        Assert.Equal(scene.Log.Root(303), last.Progress.Frontier!.Root());
    }

    [Fact]
    public async Task Follow_TileThatGrowsBetweenRequests_ReadsOnlyWhatItLacks()
    {
        await using FollowScene scene = await FollowScene.StartAsync(LogKind.Static, 10);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Grow(20);
        // While the tile is read the log grows over its end, and takes the partial one away.
        bool grown = false;
        scene.Lie((path, honest) =>
        {
            if (path.Contains(".p/", StringComparison.Ordinal) && path.Contains("data", StringComparison.Ordinal))
            {
                if (!grown)
                {
                    scene.Grow(400);
                    grown = true;
                }

                return null;
            }

            return honest;
        });
        progress = (await scene.FollowAsync(progress)).Progress;
        Assert.Equal(30UL, progress.Position);
        scene.BeHonest();
        progress = (await scene.FollowAsync(progress)).Progress;
        Assert.Equal(430UL, progress.Position);
        Assert.Equal(Enumerable.Range(10, 420).Select(i => (ulong)i), scene.Read);
    }

    [Fact]
    public async Task Round_LogThatHasEnded_IsReadToItsEndAndThenRarely()
    {
        await using FollowScene scene = await FollowScene.StartAsync(LogKind.Rfc6962, 400);
        scene.State = "readonly";
        LogStep last = (await scene.RoundAsync(scene.Begin(0)))[^1];
        Assert.Equal(400UL, last.Progress.Position);
        scene.Clock.Now += TimeSpan.FromHours(23);
        Assert.Empty(await scene.RoundAsync(last.Progress));
        scene.Clock.Now += TimeSpan.FromDays(30);
        last = Assert.Single(await scene.RoundAsync(last.Progress));
        Assert.Null(last.Progress.LagAt(scene.Listed, scene.Clock.Now, FollowScene.Limits.LagAfter));
    }

    [Theory]
    [InlineData("rejected")]
    [InlineData("pending")]
    public async Task Round_LogThatCountsForNothing_IsNotAsked(string state)
    {
        await using FollowScene scene = await FollowScene.StartAsync(LogKind.Static);
        scene.State = state;
        Assert.Empty(await scene.RoundAsync(null));
        Assert.Empty(scene.Host.Requests);
    }

    [CorpusFact]
    public async Task Round_ReferenceLogs_AreReadWhole()
    {
        await using LogHost host = await ReferenceLogReplay.StartAsync();
        var list = LogList.Read(ReferenceLogReplay.LogListAt(host));
        using var http = LogHttp.ForFollowing();
        int sightings = 0;
        TransparencyLog tiled = list.Logs.First(l => l.Kind == LogKind.Static && l.Url!.AbsolutePath.Contains("static-test"));
        LogStep step = await new LogFollower(tiled, http.Client, FollowScene.Limits, TimeProvider.System).StepAsync(
            LogProgress.Begin(tiled, ReferenceLogs.At) with { Frontier = MerkleFrontier.Empty() },
            (_, _, certificate) =>
            {
                sightings += certificate.Names.Any(n => n.Contains("adem-configuration", StringComparison.Ordinal)) ? 1 : 0;
                return null;
            },
            default);
        Assert.Equal((63UL, 0UL), (step.Read, step.UnreadableEntries));
        Assert.NotEqual(0, sightings);
    }

    private static byte[] Certificate(IEnumerable<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=many", key, HashAlgorithmName.SHA256);
        var alternative = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
        {
            alternative.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternative.Build());
        using X509Certificate2 certificate = request.CreateSelfSigned(FollowScene.Now, FollowScene.Now.AddDays(90));
        return certificate.RawData;
    }

    private static byte[] WithKind(byte[] tile, int place)
    {
        var reader = new TlsReader(tile);
        for (int i = 0; i < place; i++)
        {
            TileFrame.Read(ref reader);
        }

        byte[] changed = [.. tile];
        changed[reader.Offset + 9] = 7;
        return changed;
    }
}
