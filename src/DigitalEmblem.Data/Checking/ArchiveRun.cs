using System.Runtime.CompilerServices;
using System.Threading.Channels;
using DigitalEmblem.Data.Archives;

namespace DigitalEmblem.Data;

/// <summary>Checks an archive in a thread of its own, and gives its entries one by one.</summary>
internal sealed class ArchiveRun(OpenedArchive archive, string signPath, DataCheckOptions options)
{
    // Entries wait for their reader up to this many: then the check waits.
    private const int Waiting = 256;

    private readonly Channel<CheckedEntry> _entries = Channel.CreateBounded<CheckedEntry>(
        new BoundedChannelOptions(Waiting) { SingleReader = true, SingleWriter = true });

    /// <summary>What was found in the end, after the last entry.</summary>
    public DataCheck? End { get; private set; }

    /// <summary>The entries.</summary>
    public async IAsyncEnumerable<CheckedEntry> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<DataCheck> check = Task.Factory.StartNew(
            () => Check(stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await foreach (CheckedEntry entry in _entries.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return entry;
            }

            End = await check.ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)check).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private DataCheck Check(CancellationToken stop)
    {
        try
        {
            return ArchiveChecker.Check(archive.File, archive.Index, signPath, options, entry => Give(entry, stop), stop);
        }
        finally
        {
            _entries.Writer.Complete();
        }
    }

    private void Give(CheckedEntry entry, CancellationToken stop)
    {
        while (!_entries.Writer.TryWrite(entry))
        {
            // This thread is the check's own, so that it may wait until the reader has taken some.
            _ = _entries.Writer.WaitToWriteAsync(stop).AsTask().GetAwaiter().GetResult();
        }
    }
}
