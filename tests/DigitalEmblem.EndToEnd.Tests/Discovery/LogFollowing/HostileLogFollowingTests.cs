using System.Globalization;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogFollowing;

/// <summary>
/// Logs that lie, or say nothing. If one fails, a log that hides a certificate from us, or a party between it and us, is believed, or the
/// watch stands still without a word.
/// </summary>
public class HostileLogFollowingTests
{
    [Theory]
    [InlineData(LogKind.Rfc6962, null)]
    [InlineData(LogKind.Rfc6962, "3")]
    [InlineData(LogKind.Static, null)]
    [InlineData(LogKind.Static, "31536000")]
    public async Task Follow_Endless429_IsLag(LogKind kind, string? retryAfter)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Lie((_, _) => new LogResponse([], Status: 429)
        {
            Headers = retryAfter is null ? new Dictionary<string, string>() : new() { ["Retry-After"] = retryAfter },
        });
        int asked = scene.Host.Requests.Count;
        for (int hour = 0; hour < 26; hour++)
        {
            scene.Clock.Now += TimeSpan.FromHours(1);
            IReadOnlyList<LogStep> steps = await scene.RoundAsync(progress);
            progress = steps is [.., var last] ? last.Progress : progress;
        }

        Assert.Equal(LogFault.Busy, progress.Fault);
        Assert.InRange(progress.LagAt(scene.Listed, scene.Clock.Now, FollowScene.Limits.LagAfter)!.Value.TotalHours, 25.5, 26.5);
        // Asked less and less, and never less than once in six hours and a quarter more.
        Assert.InRange(scene.Host.Requests.Count - asked, 3, 26);
        Assert.True(progress.NotBefore <= scene.Clock.Now + (FollowScene.Limits.LongestRest * 1.25));
        scene.BeHonest();
        scene.Log.Pass(TimeSpan.FromHours(34));
        scene.Grow(4);
        scene.Clock.Now += TimeSpan.FromHours(8);
        progress = (await scene.RoundAsync(progress))[^1].Progress;
        Assert.Null(progress.LagAt(scene.Listed, scene.Clock.Now, FollowScene.Limits.LagAfter));
        Assert.Equal((7UL, 0), (progress.Position!.Value, progress.Failures));
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Follow_429NowAndThen_GoesOn(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Grow(900);
        int count = 0;
        scene.Lie((_, honest) => count++ % 2 == 0
            ? new LogResponse([], Status: 429) { Headers = new Dictionary<string, string> { ["Retry-After"] = "0" } }
            : honest);
        Assert.Equal(903UL, (await scene.FollowAsync(progress)).Progress.Position);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Follow_HeadThatGetsOld_IsLag(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Clock.Now += TimeSpan.FromHours(26);
        progress = (await scene.FollowAsync(progress)).Progress;
        Assert.Equal(LogFault.None, progress.Fault);
        Assert.NotNull(progress.LagAt(scene.Listed, scene.Clock.Now, FollowScene.Limits.LagAfter));
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Follow_HeadFromTheFuture_HidesNoLag(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind);
        scene.Log.Pass(TimeSpan.FromDays(1000));
        scene.Grow(1);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Lie((_, _) => null);
        scene.Clock.Now += TimeSpan.FromHours(26);
        progress = (await scene.FollowAsync(progress)).Progress;
        Assert.NotNull(progress.LagAt(scene.Listed, scene.Clock.Now, FollowScene.Limits.LagAfter));
    }

    [Theory]
    [InlineData(LogKind.Rfc6962, 5)]
    [InlineData(LogKind.Rfc6962, 20)]
    [InlineData(LogKind.Static, 5)]
    [InlineData(LogKind.Static, 300)]
    public async Task Follow_LogThatForks_IsAContradictionWithBothHeads(LogKind kind, int more)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind, 3);
        using TestLog fork = scene.Log.Fork(3);
        scene.Grow(5);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Authority.Issue([$"k.adem-configuration.{FollowScene.Domain}"], [fork]);
        scene.Grow(more - 1, fork);
        fork.Pass(TimeSpan.FromMinutes(1));
        fork.Publish();
        scene.Serving = fork;
        LogStep step = await scene.FollowAsync(progress);
        Assert.Equal(LogFault.Contradiction, step.Progress.Fault);
        Assert.Equal(progress.Head!.RootHash, step.Progress.Head!.RootHash);
        Assert.True(scene.Listed.Signed(step.Progress.Head) && scene.Listed.Signed(step.Progress.Contradiction!));
        Assert.Equal((ulong)(3 + more), step.Progress.Contradiction!.TreeSize);
        Assert.Empty(scene.Sightings);
        Assert.Equal(progress.Position, step.Progress.Position);
        // Kept, however often it is asked again; and the honest log is followed on.
        Assert.Equal(
            step.Progress.Contradiction.RootHash, (await scene.FollowAsync(step.Progress)).Progress.Contradiction!.RootHash);
        scene.Serving = scene.Log;
        scene.Log.Pass(TimeSpan.FromMinutes(5));
        scene.Grow(1);
        step = await scene.FollowAsync(step.Progress);
        Assert.Equal((LogFault.None, 9UL), (step.Progress.Fault, step.Progress.Position!.Value));
        Assert.Null(step.Progress.Contradiction);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Follow_LogThatRollsBack_IsAContradiction(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind, 30);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Log.Pass(TimeSpan.FromMinutes(1));
        scene.Log.Publish(20);
        Assert.Equal(LogFault.Contradiction, (await scene.FollowAsync(progress)).Progress.Fault);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Follow_FrontEndThatShowsAnEarlierHead_IsNone(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind, 30);
        string head = kind == LogKind.Static ? Tampering.Checkpoint : Tampering.V1Head;
        LogResponse early = scene.Log.Answer(head)!;
        scene.Grow(10);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Lie((path, honest) => path == head ? early : honest);
        LogStep step = await scene.FollowAsync(progress);
        Assert.Equal((LogFault.None, 40UL), (step.Progress.Fault, step.Progress.Position!.Value));
    }

    [Theory]
    [InlineData(LogKind.Rfc6962, 10)]
    [InlineData(LogKind.Static, 10)]
    [InlineData(LogKind.Static, 700)]
    public async Task Follow_WrongLeaf_IsNotBelievedAndNoContradiction(LogKind kind, int more)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind, 10);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Grow(more);
        using TestLog other = scene.Log.Fork(12);
        scene.Authority.Issue([$"k.adem-configuration.{FollowScene.Domain}"], [other]);
        scene.Grow(more, other);
        string entries = kind == LogKind.Static ? Tampering.DataTile : Tampering.V1Entries;
        scene.Lie((path, honest) => path.StartsWith(entries, StringComparison.Ordinal) ? other.Answer(path) : honest);
        FollowingLimits small = FollowScene.Limits with { EntriesAStep = 256 };
        LogStep step = await scene.FollowAsync(progress, small);
        Assert.Equal(LogFault.Unfitting, step.Progress.Fault);
        Assert.Null(step.Progress.Contradiction);
        Assert.Equal(10UL, step.Progress.Position);
        Assert.Empty(scene.Sightings);
        scene.BeHonest();
        Assert.Equal((ulong)(10 + more), (await scene.FollowAsync(step.Progress, small)).Progress.Position);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Follow_EndlessAnswer_IsCutOff(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Grow(2);
        string entries = kind == LogKind.Static ? Tampering.DataTile : Tampering.V1Entries;
        var part = new byte[1024 * 1024];
        scene.Lie((path, honest) => path.StartsWith(entries, StringComparison.Ordinal)
            ? new LogResponse([])
            {
                Stream = async (body, stop) =>
                {
                    while (!stop.IsCancellationRequested)
                    {
                        await body.WriteAsync(part, stop);
                    }
                },
            }
            : honest);
        LogStep step = await scene.FollowAsync(progress, FollowScene.Limits with { Attempts = 1 });
        Assert.Equal(LogFault.NoAnswer, step.Progress.Fault);
        Assert.Contains("larger than", step.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"entries":[]}""")]
    [InlineData("""{"entries":[{"leaf_input":"*","extra_data":""}]}""")]
    [InlineData("")]
    [InlineData("<html>")]
    public async Task Follow_AnswersThatAreNone_AreToldApart(string body)
    {
        await using FollowScene scene = await FollowScene.StartAsync(LogKind.Rfc6962);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Grow(2);
        scene.Lie((path, honest) => path.StartsWith(Tampering.V1Entries, StringComparison.Ordinal)
            ? new LogResponse(System.Text.Encoding.UTF8.GetBytes(body), "application/json")
            : honest);
        Assert.Equal(LogFault.Unreadable, (await scene.FollowAsync(progress)).Progress.Fault);
    }

    [Fact]
    public async Task Follow_MoreEntriesThanAsked_AreRefused()
    {
        await using FollowScene scene = await FollowScene.StartAsync(LogKind.Rfc6962);
        LogProgress progress = (await scene.FollowAsync(scene.Begin())).Progress;
        scene.Grow(10);
        scene.Lie((path, honest) => path.StartsWith(Tampering.V1Entries, StringComparison.Ordinal)
            ? scene.Log.Answer(string.Create(CultureInfo.InvariantCulture, $"{Tampering.V1Entries}?start=3&end=9"))
            : honest);
        LogStep step = await scene.FollowAsync(progress, FollowScene.Limits with { EntriesAStep = 2 });
        Assert.Equal(LogFault.Unreadable, step.Progress.Fault);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Follow_Redirect_IsNotFollowed(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind);
        await using LogHost elsewhere = await LogHost.StartAsync(_ => null);
        scene.Lie((_, _) => new LogResponse([], Status: 302)
        {
            Headers = new Dictionary<string, string> { ["Location"] = elsewhere.Url + "/" },
        });
        LogStep step = await scene.FollowAsync(scene.Begin());
        Assert.Equal(LogFault.NoAnswer, step.Progress.Fault);
        Assert.Empty(elsewhere.Requests);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Follow_FirstTreeThatIsNotShown_BeginsNothing(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind, 20);
        scene.Lie((path, honest) => path.StartsWith(Tampering.HashTile, StringComparison.Ordinal) && honest is not null
            ? honest with { Body = Tampering.Flip(honest.Body, 5) }
            : path.StartsWith(Tampering.V1Proof, StringComparison.Ordinal)
                ? scene.Log.Answer($"{Tampering.V1Proof}?tree_size=20&hash={Uri.EscapeDataString(scene.Log.Leaf(3).Hash.ToBase64())}")
                : honest);
        LogStep step = await scene.FollowAsync(scene.Begin());
        Assert.Equal(LogFault.Unfitting, step.Progress.Fault);
        Assert.Null(step.Progress.Position);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Read_StoredFormThatIsDamaged_IsRefused(LogKind kind)
    {
        await using FollowScene scene = await FollowScene.StartAsync(kind, 77);
        await using FollowScene another = await FollowScene.StartAsync(kind, 77);
        byte[] stored = LogProgressCodec.Write((await scene.FollowAsync(scene.Begin())).Progress);
        for (int at = 0; at < stored.Length; at++)
        {
            Assert.Throws<TokenFormatException>(() => LogProgressCodec.Read(Tampering.Flip(stored, at), scene.Listed));
            Assert.Throws<TokenFormatException>(() => LogProgressCodec.Read(stored.AsSpan(0, at), scene.Listed));
        }

        Assert.Throws<TokenFormatException>(() => LogProgressCodec.Read(stored, another.Listed));
        Assert.Equal(stored, LogProgressCodec.Write(LogProgressCodec.Read(stored, scene.Listed)));
    }
}
