using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>
/// Many questions at once. If one fails, a validator that reads many emblems floods logs until they shut it out, or one reader who
/// gives up takes the answer from all others.
/// </summary>
public class BusyLogTests
{
    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Find_FiftyQuestionsAtOnce_ShareOneHead(LogKind kind)
    {
        await using LogScene scene = await LogScene.StartAsync(kind);
        using var questioner = new Questioner(scene);
        LogAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => questioner.Client.FindAsync(scene.Entry)));
        Assert.All(answers, a => Assert.Single(a.Material.Logged));
        Assert.Single(scene.Host.Requests, r => r == Tampering.Place(scene, "head"));
        // Fresh still, so not asked for again; and after a while once more.
        await questioner.Client.FindAsync(scene.Entry);
        Assert.Single(scene.Host.Requests, r => r == Tampering.Place(scene, "head"));
        Assert.Equal(CommitmentOutcome.Proven, (await questioner.AskAsync()).Outcome);
        Assert.Equal(2, scene.Host.Requests.Count(r => r == Tampering.Place(scene, "head")));
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Find_OneQuestionCancelled_DoesNotCancelTheOthers(LogKind kind)
    {
        await using LogScene scene = await LogScene.StartAsync(kind);
        using var questioner = new Questioner(scene);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        scene.Replace(Tampering.Place(scene, "head"), honest => honest with
        {
            Stream = async (body, aborted) =>
            {
                arrived.TrySetResult();
                await gate.Task.WaitAsync(aborted);
                await body.WriteAsync(honest.Body, aborted);
            },
        });
        using var impatience = new CancellationTokenSource();
        // The one that gives up is the one that made the request.
        Task<LogAnswer> first = questioner.Client.FindAsync(scene.Entry, impatience.Token);
        await arrived.Task;
        Task<LogAnswer>[] others = [.. Enumerable.Range(0, 10).Select(_ => questioner.Client.FindAsync(scene.Entry))];
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        Assert.All(await Task.WhenAll(others), a => Assert.Single(a.Material.Logged));
        Assert.Single(scene.Host.Requests, r => r == Tampering.Place(scene, "head"));
    }

    [Fact]
    public async Task Find_LogThatFailsAgainAndAgain_IsLeftAloneForAWhile()
    {
        await using LogScene scene = await LogScene.StartAsync(LogKind.Rfc6962);
        await using LogScene other = await LogScene.StartAsync(LogKind.Static);
        using var http = new LogHttp(Questioner.Patient);
        var client = new LogClient(http.Client, LogList.Read(TestLog.ListOf((scene.Log, scene.Host.Url), (other.Log, other.Host.Url))));
        scene.Lie((_, _) => new LogResponse([], Status: 503));
        const int Questions = 40;
        for (int i = 0; i < Questions; i++)
        {
            LogAnswer answer = await client.FindAsync(scene.Entry);
            Assert.Empty(answer.Material.Logged);
            Assert.NotNull(answer.Material.WhyUnanswered(scene.Entry));
        }

        // Each question would be two requests.
        Assert.InRange(scene.Host.Requests.Count, 1, Questions);
        // The other log has done nothing.
        Assert.Single((await client.FindAsync(other.Entry)).Material.Logged);
    }

    [Theory]
    [InlineData(LogKind.Rfc6962)]
    [InlineData(LogKind.Static)]
    public async Task Find_ManyEntriesOfALogThatGrowsMeanwhile_AreAllProven(LogKind kind)
    {
        await using LogScene scene = await LogScene.StartAsync(kind, after: 600);
        using var questioner = new Questioner(scene);
        for (int round = 0; round < 5; round++)
        {
            EntryEvidence[] all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => questioner.AskAsync()));
            Assert.All(all, e => Assert.True(e.Outcome == CommitmentOutcome.Proven, e.Reason));
            scene.Log.Fill(40);
            scene.Log.Publish();
        }
    }
}
