using System.Runtime.CompilerServices;
using DigitalEmblem.Testing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Scan;

/// <summary>The engine of a sweep. If one fails, a name of a million is not answered, or twice, and nobody notices.</summary>
public class NameScanTests
{
    [Property(MaxTest = 60)]
    public Property RunAsync_AnswersInAnyOrder_EachLineOnceAndInTheirOrder() => Prop.ForAll(
        Arb.From(from count in Gen.Choose(0, 700) from underWay in Gen.Choose(1, 64) from window in Gen.Choose(0, 200) from seed in Gen.Choose(0, int.MaxValue) select (count, underWay, window, seed)), t =>
        {
            var scan = new NameScan(Checker(new RestlessSource(t.seed)), new ScanOptions { NamesUnderWay = t.underWay, Window = t.underWay + t.window });
            long[] answered = [.. scan.RunAsync(Lines(t.count)).ToBlockingEnumerable().Select(r => r.Line.Number)];
            Assert.Equal(Enumerable.Range(1, t.count).Select(i => (long)i), answered);
        });

    [Fact]
    public async Task RunAsync_ResultsAreTakenSlowly_LinesAreReadNoFasterThanTheWindow()
    {
        var scan = new NameScan(Checker(new RestlessSource(1)), new ScanOptions { NamesUnderWay = 4, Window = 32 });
        long read = 0;
        async IAsyncEnumerable<ScanLine> Endless([EnumeratorCancellation] CancellationToken cancellation = default)
        {
            await Task.Yield();
            while (!cancellation.IsCancellationRequested)
            {
                yield return Line(++read);
            }
        }

        long taken = 0;
        await foreach (ScanResult result in scan.RunAsync(Endless()))
        {
            Assert.Equal(++taken, result.Line.Number);
            // Those taken, those that may wait, and the one that is held while there is no room.
            Assert.InRange(Interlocked.Read(ref read), taken, taken + 32 + 1);
            if (taken == 400)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task RunAsync_LineThatIsNoName_IsAnsweredWithoutAskingAnybody()
    {
        var source = new RestlessSource(1);
        async IAsyncEnumerable<ScanLine> One()
        {
            await Task.Yield();
            yield return new ScanLine(1, "not a name", null);
        }

        ScanResult result = Assert.Single(new NameScan(Checker(source)).RunAsync(One()).ToBlockingEnumerable());
        Assert.Equal((Outcome.Indeterminate, FindingCode.NotAName), (result.Outcome, Assert.Single(result.Findings)));
        Assert.Equal(0, source.Asked);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task RunAsync_CheckerFails_EndsWithThatFault()
    {
        var scan = new NameScan(Checker(new RestlessSource(1) { FailAt = 50 }), new ScanOptions { NamesUnderWay = 8, Window = 64 });
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (ScanResult result in scan.RunAsync(Lines(1000)))
            {
                Assert.True(result.Line.Number <= 64 + 50);
            }
        });
    }

    [Fact]
    public async Task RunAsync_Cancelled_Ends()
    {
        using var cancellation = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ScanResult result in new NameScan(Checker(new RestlessSource(1))).RunAsync(Lines(100_000), cancellation.Token))
            {
                if (result.Line.Number == 10)
                {
                    await cancellation.CancelAsync();
                }
            }
        });
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(5000, 10_000)]
    [InlineData(10, 9)]
    [InlineData(10, 2_000_000)]
    public void Construct_OptionOutOfItsRange_IsTheCallersMistake(int underWay, int window) =>
        Assert.Throws<ArgumentException>(() => new NameScan(Checker(new RestlessSource(1)), new ScanOptions { NamesUnderWay = underWay, Window = window }));

    private static EmblemChecker Checker(IEmblemSource source) => new([source], new EmblemVerifier(), TrustPolicy.Default, Evidence.None, TimeProvider.System);

    private static ScanLine Line(long number) => new(number, $"host{number}.example", DomainName.Parse($"host{number}.example"));

    private static async IAsyncEnumerable<ScanLine> Lines(int count)
    {
        await Task.Yield();
        for (int i = 1; i <= count; i++)
        {
            yield return Line(i);
        }
    }

    /// <summary>Finds nothing, some of it later than what was asked after it.</summary>
    private sealed class RestlessSource(int seed) : IEmblemSource
    {
        private readonly Random _random = new(seed);
        private int _asked;

        public int Asked => _asked;

        public int FailAt { get; init; } = int.MaxValue;

        public async Task<Discovered> FindAsync(DomainName name, CancellationToken cancellation = default)
        {
            int number = Interlocked.Increment(ref _asked);
            int turns;
            lock (_random)
            {
                turns = _random.Next(4);
            }

            for (int i = 0; i < turns; i++)
            {
                await Task.Yield();
            }

            return number >= FailAt ? throw new InvalidDataException("The checker failed.") : new Discovered(UnverifiedTokens.Empty, []);
        }
    }
}
