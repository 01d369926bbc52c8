using Xunit;

namespace DigitalEmblem.Verifier.Tests.Discovery.Scanning;

/// <summary>
/// Lines on their way to those who look them up. If one fails, the end of a sweep is left to a single worker, and
/// before a slow server it seems to stand still.
/// </summary>
public class LineFeedTests
{
    [Fact]
    public async Task WaitAsync_InputHasEndedAndLinesAreLeft_SaysSoUntilTheLastIsTaken()
    {
        var feed = new LineFeed();
        using var room = new SemaphoreSlim(10);
        await feed.FillAsync(Lines(3), room, CancellationToken.None);
        for (int i = 1; i <= 3; i++)
        {
            Assert.True(await feed.WaitAsync(CancellationToken.None));
            Assert.True(feed.TryTake(out long place, out ScanLine? line));
            Assert.Equal((i - 1, i), (place, line.Number));
        }

        Assert.False(await feed.WaitAsync(CancellationToken.None));
        Assert.False(feed.TryTake(out _, out _));
    }

    private static async IAsyncEnumerable<ScanLine> Lines(int count)
    {
        await Task.Yield();
        for (int i = 1; i <= count; i++)
        {
            yield return new ScanLine(i, "a.example", DomainName.Parse("a.example"));
        }
    }
}
