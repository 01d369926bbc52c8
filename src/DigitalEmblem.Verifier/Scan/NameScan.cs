using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace DigitalEmblem.Verifier;

/// <summary>
/// Names in, results out: each line of the input is answered exactly once, in the order of the input, whatever the order in which answers arrive. Memory is bounded by the options: lines are read only as fast as
/// results are taken. A name that stands twice is asked twice: to remember all names would take memory without bound.
/// </summary>
public sealed class NameScan
{
    private const int LinesReadAhead = 64;

    private readonly EmblemChecker _checker;
    private readonly ScanOptions _options;

    /// <summary>A scan with a checker.</summary>
    /// <param name="checker">Answers for each name.</param>
    /// <param name="options">How many at once; null for the default ones.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public NameScan(EmblemChecker checker, ScanOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(checker);
        _checker = checker;
        _options = (options ?? new ScanOptions()).Checked();
    }

    /// <summary>Answers for every line. To stop cleanly, end the input: what is under way is then still answered.</summary>
    /// <param name="lines">The lines; read one at a time.</param>
    /// <param name="cancellation">Ends the scan at once.</param>
    /// <returns>The results, in the order of the lines. Who stops taking them ends the scan.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public async IAsyncEnumerable<ScanResult> RunAsync(IAsyncEnumerable<ScanLine> lines, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var room = new SemaphoreSlim(_options.Window);
        var asked = Channel.CreateBounded<(long Place, ScanLine Line)>(new BoundedChannelOptions(LinesReadAhead) { SingleWriter = true });
        var answered = Channel.CreateUnbounded<(long Place, ScanResult Result)>(new UnboundedChannelOptions { SingleReader = true });
        Task[] workers = [Task.Run(() => ReadAsync(lines, asked.Writer, room, stop.Token), stop.Token), .. Enumerable.Range(0, _options.NamesUnderWay).Select(_ => Task.Run(() => AnswerAsync(asked.Reader, answered.Writer, stop.Token), stop.Token))];
        Task all = CompleteAsync(workers, answered.Writer, stop);
        try
        {
            // Those that came before their turn, by place; the room for lines is what keeps two from one slot.
            var waiting = new ScanResult?[_options.Window];
            long next = 0;
            await foreach ((long place, ScanResult result) in answered.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                waiting[place % waiting.Length] = result;
                while (waiting[next % waiting.Length] is { } turn)
                {
                    waiting[next++ % waiting.Length] = null;
                    room.Release();
                    yield return turn;
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(false);
        }
    }

    private static async Task ReadAsync(IAsyncEnumerable<ScanLine> lines, ChannelWriter<(long, ScanLine)> asked, SemaphoreSlim room, CancellationToken stop)
    {
        try
        {
            long place = 0;
            await foreach (ScanLine line in lines.WithCancellation(stop).ConfigureAwait(false))
            {
                await room.WaitAsync(stop).ConfigureAwait(false);
                await asked.WriteAsync((place++, line), stop).ConfigureAwait(false);
            }
        }
        finally
        {
            asked.TryComplete();
        }
    }

    private async Task AnswerAsync(ChannelReader<(long Place, ScanLine Line)> asked, ChannelWriter<(long, ScanResult)> answered, CancellationToken stop)
    {
        await foreach ((long place, ScanLine line) in asked.ReadAllAsync(stop).ConfigureAwait(false))
        {
            ScanResult result = line.Name is null
                ? ScanResult.NotAName(line)
                : ScanResult.Of(line, await _checker.CheckAsync(line.Name, stop).ConfigureAwait(false));
            answered.TryWrite((place, result));
        }
    }

    /// <summary>Ends the results when all is answered, or with the first fault, which ends the others too.</summary>
    private static async Task CompleteAsync(Task[] workers, ChannelWriter<(long, ScanResult)> answered, CancellationTokenSource stop)
    {
        var running = new List<Task>(workers);
        Exception? fault = null;
        while (running.Count > 0)
        {
            Task ended = await Task.WhenAny(running).ConfigureAwait(false);
            running.Remove(ended);
            if (!ended.IsCompletedSuccessfully)
            {
                fault ??= ended.Exception?.InnerException ?? new OperationCanceledException();
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }

        answered.TryComplete(fault);
    }
}
