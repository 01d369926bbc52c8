using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace DigitalEmblem.Discovery;

/// <summary>
/// The lines of a scan on their way from the reader to the workers that look them up. They go in batches, because waking a worker for each
/// line would cost more than reading it.
/// </summary>
internal sealed class LineFeed
{
    private const int BatchSize = 256;
    private const int BatchesAhead = 2;

    private readonly Channel<List<ScanLine>> _batches = Channel.CreateBounded<List<ScanLine>>(
        new BoundedChannelOptions(BatchesAhead) { SingleWriter = true });
    private readonly Lock _gate = new();
    private List<ScanLine> _batch = [];
    private int _at;
    private long _place;

    /// <summary>
    /// Reads lines as fast as they are taken and there is room for their results. A batch is handed over when it is full, and before
    /// waiting for a line that is not there yet.
    /// </summary>
    public async Task FillAsync(IAsyncEnumerable<ScanLine> lines, SemaphoreSlim room, CancellationToken stop)
    {
        IAsyncEnumerator<ScanLine> reader = lines.GetAsyncEnumerator(stop);
        await using (reader.ConfigureAwait(false))
        {
            try
            {
                var batch = new List<ScanLine>(BatchSize);
                async ValueTask HandOverAsync()
                {
                    if (batch.Count > 0)
                    {
                        await _batches.Writer.WriteAsync(batch, stop).ConfigureAwait(false);
                        batch = new List<ScanLine>(BatchSize);
                    }
                }

                while (true)
                {
                    ValueTask<bool> next = reader.MoveNextAsync();
                    if (!next.IsCompleted)
                    {
                        await HandOverAsync().ConfigureAwait(false);
                    }

                    if (!await next.ConfigureAwait(false))
                    {
                        await HandOverAsync().ConfigureAwait(false);
                        return;
                    }

                    if (!room.Wait(0, CancellationToken.None))
                    {
                        await HandOverAsync().ConfigureAwait(false);
                        await room.WaitAsync(stop).ConfigureAwait(false);
                    }

                    batch.Add(reader.Current);
                    if (batch.Count == BatchSize)
                    {
                        await HandOverAsync().ConfigureAwait(false);
                    }
                }
            }
            finally
            {
                _batches.Writer.TryComplete();
            }
        }
    }

    /// <summary>Takes the next line, if one is there.</summary>
    public bool TryTake(out long place, [NotNullWhen(true)] out ScanLine? line)
    {
        lock (_gate)
        {
            if (_at == _batch.Count)
            {
                if (!_batches.Reader.TryRead(out List<ScanLine>? next))
                {
                    (place, line) = (0, null);
                    return false;
                }

                (_batch, _at) = (next, 0);
            }

            (place, line) = (_place++, _batch[_at++]);
            return true;
        }
    }

    /// <summary>Waits for lines; false when there are none any more.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken stop)
    {
        lock (_gate)
        {
            // Another worker may have taken the last batch. Lines of that batch are still left, though the channel is empty and completed.
            if (_at < _batch.Count)
            {
                return new ValueTask<bool>(true);
            }
        }

        return _batches.Reader.WaitToReadAsync(stop);
    }
}
