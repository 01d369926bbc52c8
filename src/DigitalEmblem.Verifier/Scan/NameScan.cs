using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace DigitalEmblem.Verifier;

/// <summary>
/// Names in, results out: each line of the input is answered exactly once, in the order of the input, whatever the order in which answers arrive. Memory is bounded by the options: lines are read only as fast as
/// results are taken. A name that stands twice is asked twice: to remember all names would take memory without bound.
/// </summary>
public sealed class NameScan
{
    // Results are taken in batches: to wake somebody up for each of tens of thousands a second would cost more than the rest.
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(5);

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
        var feed = new LineFeed();
        var answered = Channel.CreateUnbounded<(long Place, ScanResult Result)>(new UnboundedChannelOptions { SingleReader = true });
        Task[] workers = [Task.Run(() => feed.FillAsync(lines, room, stop.Token), stop.Token), .. Enumerable.Range(0, _options.NamesUnderWay).Select(_ => Task.Run(() => AnswerAsync(feed, answered.Writer, stop.Token), stop.Token))];
        Task all = CompleteAsync(workers, answered.Writer, stop);
        try
        {
            // Those that came before their turn, by place; the room for lines is what keeps two from one slot.
            var waiting = new ScanResult?[_options.Window];
            long next = 0;
            while (await answered.Reader.WaitToReadAsync(cancellation).ConfigureAwait(false))
            {
                int taken = 0;
                while (answered.Reader.TryRead(out (long Place, ScanResult Result) read))
                {
                    waiting[read.Place % waiting.Length] = read.Result;
                    for (; waiting[next % waiting.Length] is { } turn; taken++)
                    {
                        waiting[next++ % waiting.Length] = null;
                        yield return turn;
                    }
                }

                if (taken > 0)
                {
                    room.Release(taken);
                }

                await Task.WhenAny(all, Task.Delay(BatchTime, cancellation)).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(LineFeed feed, ChannelWriter<(long, ScanResult)> answered, CancellationToken stop)
    {
        while (feed.TryTake(out long place, out ScanLine? line) || await feed.WaitAsync(stop).ConfigureAwait(false))
        {
            if (line is not null)
            {
                ScanResult result = line.Name is null
                    ? ScanResult.NotAName(line)
                    : ScanResult.Of(line, await _checker.CheckAsync(line.Name, stop).ConfigureAwait(false));
                answered.TryWrite((place, result));
            }
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
