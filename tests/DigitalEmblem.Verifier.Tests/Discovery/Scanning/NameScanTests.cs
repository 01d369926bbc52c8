using System.Runtime.CompilerServices;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Discovery.Scanning;

/// <summary>The engine of a sweep. If one fails, a name of a million is not answered, or twice, and nobody notices.</summary>
public class NameScanTests
{
    [Property(MaxTest = 60)]
    public Property RunAsync_AnswersInAnyOrder_EachLineOnceAndInTheirOrder() => Prop.ForAll(
        Arb.From(
            from count in Gen.Choose(0, 700)
            from underWay in Gen.Choose(1, 64)
            from window in Gen.Choose(0, 200)
            from seed in Gen.Choose(0, int.MaxValue)
            select (count, underWay, window, seed)),
        t =>
        {
            var scan = new NameScan(
                Checker(new RestlessSource(t.seed)), new ScanOptions { NamesUnderWay = t.underWay, Window = t.underWay + t.window });
            long[] answered = [.. scan.RunAsync(Lines(t.count)).ToBlockingEnumerable().Select(r => r.Line.Number)];
            Assert.Equal(Enumerable.Range(1, t.count).Select(i => (long)i), answered);
        });

    [Fact]
    public async Task RunAsync_ResultsAreTakenSlowly_LinesAreReadNoFasterThanTheWindow()
    {
        var scan = new NameScan(Checker(new RestlessSource(1)), new ScanOptions { NamesUnderWay = 4, Window = 32 });
        long read = 0;
        async IAsyncEnumerable<ScanLine> Endless([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            while (!cancellationToken.IsCancellationRequested)
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
    public async Task RunAsync_LineThatIsNoName_IsAnsweredWithoutAskingAnyone()
    {
        var source = new RestlessSource(1);
        async IAsyncEnumerable<ScanLine> One()
        {
            await Task.Yield();
            yield return new ScanLine(1, "not a name", null);
        }

        ScanResult result = Assert.Single(new NameScan(Checker(source)).RunAsync(One()).ToBlockingEnumerable());
        Assert.Equal((VerdictOutcome.Indeterminate, FindingCode.NotAName), (result.Outcome, Assert.Single(result.Findings)));
        Assert.Equal(0, source.Asked);
        await Task.CompletedTask;
    }

    /// <summary>What a library below may throw one day. None of it is the answer for another name.</summary>
    private static readonly Exception[] Faults =
    [
        new InvalidDataException("bad"),
        new OverflowException(),
        new System.Security.Cryptography.CryptographicException("no such curve"),
        new ArgumentOutOfRangeException(),
        new PlatformNotSupportedException(),
        new FormatException(),
        new OperationCanceledException("a timeout of its own"),
        new TaskCanceledException(),
        new AggregateException(new InvalidOperationException("in one of several threads")),
        new TypeInitializationException("T", new DllNotFoundException("x")),
        new KeyNotFoundException(new string('\u001b', 100_000)),
        new System.Text.Json.JsonException("'\u202e' is an invalid start"),
    ];

    [Fact]
    public void RunAsync_SourceThrowsAtSomeNames_TheseCannotBeToldAndTheOthersAre() => Assert.All(Faults, fault =>
    {
        var scan = new NameScan(Checker(new RestlessSource(1) { Fault = (fault, 10) }), new ScanOptions { NamesUnderWay = 8, Window = 64 });
        ScanResult[] results = [.. scan.RunAsync(Lines(100)).ToBlockingEnumerable()];
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), results.Select(r => r.Line.Number));
        Assert.Equal(10, results.Count(r => r.Outcome == VerdictOutcome.Indeterminate));
        Assert.Equal(90, results.Count(r => r.Outcome == VerdictOutcome.NotMarked));
        Assert.All(results.Where(r => r.Outcome == VerdictOutcome.Indeterminate), r =>
        {
            Assert.Equal(
                (SecurityLevel.Unknown, SecurityLevel.Endorsed, FindingCode.ProgramFault),
                (r.Level, r.LevelAtMost, Assert.Single(r.Findings)));
            Assert.StartsWith("A fault of this program", r.Reason, StringComparison.Ordinal);
            Assert.DoesNotContain(r.Reason!, char.IsControl);
        });
    });

    [Fact]
    public void RunAsync_StoreCannotBeRead_SaysThatItIsNoFaultOfTheProgram()
    {
        var scan = new NameScan(Checker(new RestlessSource(1) { Fault = (new IOException("No space left on device"), 1) }));
        ScanResult result = Assert.Single(scan.RunAsync(Lines(1)).ToBlockingEnumerable());
        Assert.Equal((VerdictOutcome.Indeterminate, FindingCode.StoreUnavailable), (result.Outcome, Assert.Single(result.Findings)));
        Assert.Contains("No space left on device", result.Reason, StringComparison.Ordinal);
    }

    /// <summary>A process without memory cannot answer for anything.</summary>
    [Fact]
    public async Task RunAsync_MemoryIsOut_Ends() => await Assert.ThrowsAsync<InsufficientMemoryException>(async () =>
    {
        await foreach (ScanResult result in new NameScan(Checker(new RestlessSource(1) { Fault = (new InsufficientMemoryException(), 10) }))
            .RunAsync(Lines(1000)))
        {
            Assert.True(result.Line.Number <= 1000);
        }
    });

    /// <summary>Results that wait for a slow name are held in memory: large ones must not fill it.</summary>
    [Fact]
    public async Task RunAsync_LargeResultsWaitForASlowName_FewerAreReadAhead()
    {
        var first = new TaskCompletionSource();
        long asked = 0;
        async Task<DiscoveredEmblems> Find(DomainName name)
        {
            if (Interlocked.Increment(ref asked) == 1)
            {
                await first.Task;
            }

            return new DiscoveredEmblems(UnverifiedTokens.Read(ReadOnlyMemory<byte>.Empty), []);
        }

        // A line of 40,000 characters takes some 80 places of the window.
        static async IAsyncEnumerable<ScanLine> Long()
        {
            await Task.Yield();
            for (int i = 1; i <= 10_000; i++)
            {
                yield return new ScanLine(i, new string('x', 40_000), DomainName.Parse("a.example"));
            }
        }

        var scan = new NameScan(Checker(new Source(Find)), new ScanOptions { NamesUnderWay = 4, Window = 4096 });
        var running = Task.Run(() => scan.RunAsync(Long()).ToBlockingEnumerable().Take(100).Count());
        long before = -1;
        while (Interlocked.Read(ref asked) is var now && (now == 0 || now != before))
        {
            before = now;
            await Task.Delay(500);
        }

        Assert.InRange(Interlocked.Read(ref asked), 1, 2048);
        first.SetResult();
        Assert.Equal(100, await running);
    }

    [Fact]
    public async Task RunAsync_Cancelled_Ends()
    {
        using var cancellationToken = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ScanResult result in new NameScan(Checker(new RestlessSource(1)))
                .RunAsync(Lines(100_000), cancellationToken.Token))
            {
                if (result.Line.Number == 10)
                {
                    await cancellationToken.CancelAsync();
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
        Assert.Throws<ArgumentException>(
            () => new NameScan(Checker(new RestlessSource(1)), new ScanOptions { NamesUnderWay = underWay, Window = window }));

    private static EmblemChecker Checker(IEmblemSource source) =>
        new([source], new EmblemVerifier(), TrustPolicy.Default, HeldEvidence.None, TimeProvider.System);

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

        /// <summary>What the first few names are answered with.</summary>
        public (Exception Exception, int Names)? Fault { get; init; }

        public async Task<DiscoveredEmblems> FindAsync(DomainName name, CancellationToken cancellationToken = default)
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

            return Fault is { } fault && number <= fault.Names ? throw fault.Exception : new DiscoveredEmblems(UnverifiedTokens.Empty, []);
        }
    }

    private sealed class Source(Func<DomainName, Task<DiscoveredEmblems>> find) : IEmblemSource
    {
        public Task<DiscoveredEmblems> FindAsync(DomainName name, CancellationToken cancellationToken = default) => find(name);
    }
}
