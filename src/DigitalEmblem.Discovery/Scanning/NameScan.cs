using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace DigitalEmblem.Discovery;

/// <summary>
/// Answers each line of the input exactly once, in the order of the input, whatever the order in which answers arrive. Memory is bounded by
/// the options: lines are read only as fast as results are taken. A name that occurs twice is asked twice, because remembering all names
/// would take memory without bound.
/// </summary>
public sealed class NameScan
{
    // Results are taken in batches: waking the reader for each of tens of thousands a second would cost more than all other work.
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(5);

    // The memory that one place in the window stands for. A larger result takes several places, so that the window bounds memory and not
    // only the number of results.
    private const int BytesOfAPlace = 1024;

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

    /// <summary>
    /// Answers every line. An unexpected exception is the answer for its line (<see cref="FindingCode.ProgramFault"/>), and the scan
    /// continues. To stop cleanly, end the input: lines under way are then still answered.
    /// </summary>
    /// <param name="lines">The lines; read one at a time.</param>
    /// <param name="cancellationToken">Ends the scan at once.</param>
    /// <returns>The results, in the order of the lines. The scan ends if the caller stops taking them.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    public async IAsyncEnumerable<ScanResult> RunAsync(
        IAsyncEnumerable<ScanLine> lines, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(lines);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var room = new SemaphoreSlim(_options.Window);
        var feed = new LineFeed();
        var answered = Channel.CreateUnbounded<Answered>(new UnboundedChannelOptions { SingleReader = true });
        Task[] workers =
        [
            Task.Run(() => feed.FillAsync(lines, room, stop.Token), stop.Token),
            .. Enumerable.Range(0, _options.NamesUnderWay)
                .Select(_ => Task.Run(() => AnswerAsync(feed, answered.Writer, room, stop.Token), stop.Token))
        ];
        Task all = CompleteAsync(workers, answered.Writer, stop);
        try
        {
            // Results that came before their turn, by place. The semaphore bounds the lines under way, so two results never share a slot.
            var waiting = new Answered[_options.Window];
            long next = 0;
            while (await answered.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                int places = 0;
                while (answered.Reader.TryRead(out Answered read))
                {
                    waiting[read.Place % waiting.Length] = read;
                    while (waiting[next % waiting.Length] is { Result: { } turn } first)
                    {
                        waiting[next++ % waiting.Length] = default;
                        places += first.Places;
                        yield return turn;
                    }
                }

                if (places > 0)
                {
                    room.Release(places);
                }

                await Task.WhenAny(all, Task.Delay(BatchTime, cancellationToken)).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await all.ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(LineFeed feed, ChannelWriter<Answered> answered, SemaphoreSlim room, CancellationToken stop)
    {
        while (feed.TryTake(out long place, out ScanLine? line) || await feed.WaitAsync(stop).ConfigureAwait(false))
        {
            if (line is null)
            {
                continue;
            }

            ScanResult result;
            try
            {
                result = line.Name is null
                    ? ScanResult.NotAName(line)
                    : ScanResult.Of(line, await _checker.CheckAsync(line.Name, stop).ConfigureAwait(false));
            }
            catch (Exception e) when (ProgramFault.Is(e, stop))
            {
                result = ScanResult.Failed(line, ProgramFault.Describe(e), _checker.Now);
            }

            int places = 1;
            while (places <= result.Bytes / BytesOfAPlace && room.Wait(0, CancellationToken.None))
            {
                places++;
            }

            answered.TryWrite(new Answered(place, result, places));
        }
    }

    /// <summary>Ends the results when all is answered, or with the first fault, which ends the others too.</summary>
    private static async Task CompleteAsync(Task[] workers, ChannelWriter<Answered> answered, CancellationTokenSource stop)
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

    /// <summary>A result, where it stands in the order of the lines, and how many places of the window it takes.</summary>
    private readonly record struct Answered(long Place, ScanResult? Result, int Places);
}
