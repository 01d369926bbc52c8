using System.Security.Cryptography;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>
/// What is remembered of logs, on a disk that others may write to. If one fails, a damaged or planted file makes a false commitment count,
/// hides a log's contradiction, or keeps a true one from counting for good.
/// </summary>
public sealed class LogCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-cache-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<LogKind, string> Damages
    {
        get
        {
            var all = new TheoryData<LogKind, string>();
            foreach (string damage in (string[])[
                "empty", "garbage", "cut short", "longer", "first bit", "last bit", "middle bit", "zeros", "huge", "a folder"])
            {
                all.Add(LogKind.Rfc6962, damage);
                all.Add(LogKind.Static, damage);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task InFolder_FileDamaged_NeverMisleadsAndRecovers(LogKind kind, string damage)
    {
        await using LogScene scene = await LogScene.StartAsync(kind);
        await AskAsync(scene, CommitmentOutcome.Proven);
        string[] files = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);
        Assert.Equal(kind == LogKind.Static ? 5 : 1, files.Length);
        foreach (string file in files)
        {
            byte[] right = File.ReadAllBytes(file);
            Damage(file, right, damage);
            await AskAsync(scene, CommitmentOutcome.Proven, CommitmentOutcome.Unavailable);
            await AskAsync(scene, CommitmentOutcome.Proven);
            if (Directory.Exists(file))
            {
                Directory.Delete(file);
            }

            File.WriteAllBytes(file, right);
        }
    }

    [Fact]
    public async Task InFolder_FilesDamagedUnderAnotherOrganizationsCertificate_NeverProves()
    {
        await using LogScene scene = await LogScene.StartAsync(LogKind.Static, names: _ => ["another.example"]);
        await AskAsync(scene, CommitmentOutcome.Refuted);
        // The tile as it would be had the organization's certificate been logged there.
        TestLog wished = scene.Log.Fork(5);
        scene.Authority.Issue([.. BindingNames.Wanted(scene.Organization, scene.Key.CoseIdentifier)], [wished]);
        wished.Fill(7);
        wished.Publish();
        foreach (string path in (string[])["tile/data/000.p/13", "tile/0/000.p/13"])
        {
            File.WriteAllBytes(Path.Combine(_folder, scene.Log.Id.ToString(), path), wished.Answer("/" + path)!.Body);
        }

        await AskAsync(scene, CommitmentOutcome.Unavailable);
        await AskAsync(scene, CommitmentOutcome.Refuted);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task InFolder_HeadOfAnotherLogPutInPlace_IsNotBelieved(LogKind kind)
    {
        await using LogScene scene = await LogScene.StartAsync(kind);
        await using LogScene other = await LogScene.StartAsync(kind, after: 100);
        await AskAsync(other, CommitmentOutcome.Proven);
        await AskAsync(scene, CommitmentOutcome.Proven);
        File.Copy(Head(other), Head(scene), overwrite: true);
        await AskAsync(scene, CommitmentOutcome.Proven);
        // Not with the log silent either, whose head is then the one remembered.
        File.Copy(Head(other), Head(scene), overwrite: true);
        scene.Lie((_, _) => null);
        await AskAsync(scene, CommitmentOutcome.Unavailable);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task InFolder_AnotherHeadThatTheLogSigned_IsAContradictionUntilItIsRemoved(LogKind kind)
    {
        await using LogScene scene = await LogScene.StartAsync(kind);
        TestLog fork = scene.Log.Fork(6);
        fork.Fill(7);
        fork.Publish();
        scene.Serving = fork;
        await AskAsync(scene, CommitmentOutcome.Proven);
        scene.Serving = scene.Log;
        Assert.Contains("it contradicts itself", (await AskAsync(scene, CommitmentOutcome.Unavailable)).Reason, StringComparison.Ordinal);
        File.Delete(Head(scene));
        await AskAsync(scene, CommitmentOutcome.Proven, CommitmentOutcome.Unavailable);
        await AskAsync(scene, CommitmentOutcome.Proven);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task InFolder_FolderThatCannotBe_IsSlowerAndNoError(LogKind kind)
    {
        await using LogScene scene = await LogScene.StartAsync(kind);
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "not a folder");
        foreach (string impossible in (string[])[file, Path.Combine(file, "below"), "/proc/self/no-such-folder"])
        {
            using var questioner = new Questioner(scene, cache: LogCache.InFolder(impossible));
            Assert.Equal(CommitmentOutcome.Proven, (await questioner.AskAsync()).Outcome);
            Assert.Equal(CommitmentOutcome.Proven, (await questioner.AskAsync()).Outcome);
        }
    }

    [Fact]
    public async Task InFolder_FolderMade_IsItsOwnersOnly()
    {
        await using LogScene scene = await LogScene.StartAsync(LogKind.Static);
        string made = Path.Combine(_folder, "made");
        using var questioner = new Questioner(scene, cache: LogCache.InFolder(made));
        await questioner.AskAsync();
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(made));
    }

    [Fact]
    public async Task InFolder_PastItsLimit_IsTrimmedAndStillRight()
    {
        await using LogScene scene = await LogScene.StartAsync(LogKind.Static, log => log.Fill(700), after: 700);
        const int Limit = 12_000;
        for (int i = 0; i < 3; i++)
        {
            using var questioner = new Questioner(scene, cache: LogCache.InFolder(_folder, Limit));
            Assert.Equal(CommitmentOutcome.Proven, (await questioner.AskAsync()).Outcome);
            string[] files = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories);
            Assert.InRange(files.Where(f => f != Head(scene)).Sum(f => new FileInfo(f).Length), 0, Limit);
            scene.Log.Fill(300);
            scene.Log.Publish();
        }
    }

    [Theory]
    [InlineData(LogKind.Rfc6962, true)]
    [InlineData(LogKind.Rfc6962, false)]
    [InlineData(LogKind.Static, true)]
    [InlineData(LogKind.Static, false)]
    public async Task Limit_ReachedByWhatALogServes_DoesNotForgetWhatItSigned(LogKind kind, bool inFolder)
    {
        await using LogScene scene = await LogScene.StartAsync(kind);
        LogCache cache = inFolder ? LogCache.InFolder(_folder, maxBytes: 1) : LogCache.InMemory(maxBytes: 1);
        using (var questioner = new Questioner(scene, cache: cache))
        {
            Assert.Equal(CommitmentOutcome.Proven, (await questioner.AskAsync()).Outcome);
        }

        TestLog fork = scene.Log.Fork(6);
        fork.Fill(7);
        fork.Publish();
        scene.Serving = fork;
        using var later = new Questioner(scene, cache: cache);
        EntryEvidence evidence = await later.AskAsync();
        Assert.True(evidence.Outcome == CommitmentOutcome.Unavailable, evidence.Reason);
        Assert.Contains("it contradicts itself", evidence.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InFolder_SharedByManyAtOnce_StaysRight()
    {
        await using LogScene scene = await LogScene.StartAsync(LogKind.Static, after: 300);
        Questioner[] questioners = [.. Enumerable.Range(0, 8).Select(_ => new Questioner(scene, cache: LogCache.InFolder(_folder)))];
        EntryEvidence[] all = await Task.WhenAll(questioners.SelectMany(q => Enumerable.Range(0, 4).Select(_ => q.AskAsync())));
        Assert.All(all, e => Assert.True(e.Outcome == CommitmentOutcome.Proven, e.Reason));
        Array.ForEach(questioners, q => q.Dispose());
        // And no draft is left.
        Assert.DoesNotContain(
            Directory.GetFiles(_folder, "*", SearchOption.AllDirectories), f => Path.GetFileName(f).Split('.').Length > 2);
    }

    private static void Damage(string file, byte[] right, string damage)
    {
        if (damage == "a folder")
        {
            File.Delete(file);
            Directory.CreateDirectory(file);
            return;
        }

        File.WriteAllBytes(file, damage switch
        {
            "empty" => [],
            "garbage" => RandomNumberGenerator.GetBytes(right.Length),
            "cut short" => right[..^1],
            "longer" => [.. right, 0],
            "first bit" => Tampering.Flip(right, 0),
            "last bit" => Tampering.Flip(right, ^1),
            "middle bit" => Tampering.Flip(right, right.Length / 2),
            "zeros" => new byte[right.Length],
            _ => new byte[40 << 20],
        });
    }

    private string Head(LogScene scene) => Path.Combine(_folder, scene.Log.Id.ToString(), "head");

    /// <summary>Asks as a new process would.</summary>
    private async Task<EntryEvidence> AskAsync(LogScene scene, params CommitmentOutcome[] allowed)
    {
        using var questioner = new Questioner(scene, cache: LogCache.InFolder(_folder));
        EntryEvidence evidence = await questioner.AskAsync();
        Assert.True(allowed.Contains(evidence.Outcome), $"{evidence.Outcome}: {evidence.Reason}");
        return evidence;
    }
}
