using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Tests.Operating;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Hosting;

/// <summary>What goes by itself. When these fail, work stops after a fault, or waits, or runs without a pause.</summary>
public sealed class RoundLoopTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20),
        Never = TimeSpan.FromHours(1),
        Patience = TimeSpan.FromSeconds(30);

    private readonly LogLines _lines = new();
    private readonly LoggerFactory _logs;
    private readonly SemaphoreSlim _ran = new(0);
    private int _rounds;

    public RoundLoopTests() => _logs = new LoggerFactory([_lines]);

    public void Dispose()
    {
        _logs.Dispose();
        _ran.Dispose();
    }

    [Fact]
    public async Task Round_IsFollowedByTheNext_UntilTheServiceStops()
    {
        using RoundLoop loop = Loop(Soon);

        await loop.StartAsync(default);
        await RanAsync(3);
        await loop.StopAsync(default);

        int rounds = _rounds;
        await Task.Delay(10 * Soon);
        Assert.Equal(rounds, _rounds);
        Assert.Empty(_lines.All);
    }

    [Fact]
    public async Task RoundThatFails_IsLogged_AndTheNextFollows()
    {
        var health = new LoopHealth("working");
        using RoundLoop loop = Loop(Soon, fail: n => n == 1, health: health);

        await loop.StartAsync(default);
        await RanAsync(1);
        await UntilAsync(() => health.SucceededAt is not null);
        await loop.StopAsync(default);

        Assert.Contains("It failed.", Assert.Single(_lines.All), StringComparison.Ordinal);
        Assert.Null(health.Fault);
    }

    [Fact]
    public async Task FaultOfTheLastRound_IsKnown_UntilOneGoesThrough()
    {
        var health = new LoopHealth("working");
        using RoundLoop loop = Loop(Never, fail: _ => true, health: health);

        await loop.StartAsync(default);
        await UntilAsync(() => health.Fault is not null);
        await loop.StopAsync(default);

        Assert.Equal("The disk is full.", health.Fault?.ToString());
        Assert.Null(health.SucceededAt);
    }

    [Fact]
    public async Task EachLoop_IsInTheFiguresByItsName_FromItsStart()
    {
        using var figures = new Figures();
        using RoundLoop loop = Loop(Soon, fail: n => n < 3);

        await loop.StartAsync(default);
        Assert.Equal(1, figures.Count("issuer.round.last", "working"));
        await RanAsync(4);
        await loop.StopAsync(default);

        Assert.Equal(2, figures.Sum("issuer.rounds.failed", "working"));
        Assert.True(figures.Count("issuer.round.last", "working") >= 2);
    }

    /// <summary>A round that takes hours does not look like one that stands still.</summary>
    [Fact]
    public void ProgressOfALongRound_IsInTheFigures()
    {
        using var figures = new Figures();

        new LoopHealth("working").Progressed(DateTimeOffset.UnixEpoch.AddSeconds(7));

        Assert.Equal(7, figures.Last("issuer.round.last", "working"));
    }

    [Fact]
    public async Task PauseAfterAFault_IsItsOwn()
    {
        using RoundLoop loop = Loop(Never, fail: n => n < 3, pauseAfterFault: Soon);

        await loop.StartAsync(default);
        await RanAsync(3);
        await Task.Delay(10 * Soon);
        await loop.StopAsync(default);

        Assert.Equal(3, _rounds);
    }

    [Fact]
    public async Task WokenRound_DoesNotWaitForItsTime()
    {
        var signal = new WorkSignal();
        using RoundLoop loop = Loop(Never, wokenBy: signal);

        await loop.StartAsync(default);
        await RanAsync(1);
        signal.Wake();
        await RanAsync(1);
        await loop.StopAsync(default);

        Assert.Equal(2, _rounds);
    }

    [Fact]
    public async Task GatheringRound_BeginsWithAPause_AndEndsWithALastRound()
    {
        using RoundLoop loop = Loop(Never, isGathering: true);

        await loop.StartAsync(default);
        await Task.Delay(10 * Soon);
        int before = _rounds;
        await loop.StopAsync(default);

        Assert.Equal((0, 1), (before, _rounds));
    }

    [Fact]
    public async Task LoopThatIsStoppedInARound_StopsWithoutALineInTheLog()
    {
        using var loop = new RoundLoop(
            new Round
            {
                Name = "working",
                Run = async cancellationToken =>
                {
                    _ran.Release();
                    await Task.Delay(Never, cancellationToken);
                    return true;
                },
                Pause = Soon,
                Failure = "It failed.",
            },
            TimeProvider.System,
            new Logger<RoundLoop>(_logs));

        await loop.StartAsync(default);
        await RanAsync(1);
        await loop.StopAsync(default).WaitAsync(Patience);

        Assert.Empty(_lines.All);
    }

    private RoundLoop Loop(TimeSpan pause, Func<int, bool>? fail = null, TimeSpan? pauseAfterFault = null, WorkSignal? wokenBy = null,
        LoopHealth? health = null, bool isGathering = false) => new(
            new Round
            {
                Name = "working",
                Run = _ =>
                {
                    int number = Interlocked.Increment(ref _rounds);
                    _ran.Release();
                    return fail?.Invoke(number) == true ? throw new IOException("The disk is full.") : Task.FromResult(true);
                },
                Pause = pause,
                PauseAfterFault = pauseAfterFault,
                WokenBy = wokenBy,
                Health = health,
                IsGathering = isGathering,
                Failure = "It failed.",
            },
            TimeProvider.System,
            new Logger<RoundLoop>(_logs));

    private async Task RanAsync(int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            Assert.True(await _ran.WaitAsync(Patience), "A round did not come.");
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var end = new CancellationTokenSource(Patience);
        while (!holds())
        {
            await Task.Delay(Soon, end.Token);
        }
    }
}
