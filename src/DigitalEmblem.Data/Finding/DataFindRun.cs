using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using DigitalEmblem.Data.Archives;
using DigitalEmblem.Data.Files;
using DigitalEmblem.Data.Finding;

namespace DigitalEmblem.Data;

/// <summary>A search under way (<see cref="DataFinder.Begin"/>).</summary>
public sealed class DataFindRun
{
    // Signs wait for their reader up to this many: then the walk waits.
    private const int WaitingSigns = 256;

    private readonly IReadOnlyList<string> _roots;
    private readonly DataFindOptions _options;
    private readonly FindTally _tally;
    private bool _begun;
    private bool _ended;

    internal DataFindRun(IReadOnlyList<string> roots, DataFindOptions options)
    {
        _roots = roots;
        _options = options;
        _tally = new FindTally(options.Progress);
    }

    /// <summary>The signs, as they are found, in no order. It can be enumerated once.</summary>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="InvalidOperationException">It was enumerated before.</exception>
    public async IAsyncEnumerable<FoundSign> SignsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _begun = _begun ? throw new InvalidOperationException("The signs can be enumerated once.") : true;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signs = Channel.CreateBounded<FoundSign>(new BoundedChannelOptions(WaitingSigns) { SingleReader = true });
        List<FindRoot> roots = Roots();
        var walks = Task.WhenAll(roots.GroupBy(r => r.Stamp.Device).Select(device => Task.Factory.StartNew(
            () => Walk([.. device], roots, signs.Writer, stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        _ = walks.ContinueWith(
            done => signs.Writer.TryComplete(done.Exception?.InnerException),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        try
        {
            await foreach (FoundSign sign in signs.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return sign;
            }

            _ended = true;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)walks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What was read, after the last sign.</summary>
    /// <exception cref="InvalidOperationException">Not all signs were enumerated.</exception>
    public DataFound Conclude() => _ended
        ? _tally.Conclude()
        : throw new InvalidOperationException("The signs have to be enumerated to the end before.");

    private List<FindRoot> Roots()
    {
        List<FindRoot> roots = [];
        foreach (string path in _roots)
        {
            FileStamp stamp = default;
            Trouble trouble = Folder.TryOpen(path, out Folder? folder);
            trouble = folder is null ? trouble : folder.Look(out stamp);
            bool isKnown = roots.Exists(r => Linux.IsHere ? r.Stamp.IsSameNode(stamp) : r.Path == path);
            if (folder is not null && trouble.IsNone && !isKnown)
            {
                roots.Add(new FindRoot(path, folder, stamp));
                continue;
            }

            folder?.Dispose();
            if (!trouble.IsNone)
            {
                _tally.Trouble(Encoding.UTF8.GetBytes(path), Why(trouble));
            }
        }

        return roots;
    }

    // The words for a vanished entry say that it changed while it was read. A root was named by the caller and may never have been there.
    private static string Why(Trouble trouble) => trouble.Kind == TroubleKind.Vanished ? "nothing is there"
        : Linux.IsHere && trouble.Error == Linux.NotAFolder ? "it is no folder: 'emblem data check' looks for the sign of a file"
        : trouble.ToWords();

    private void Walk(FindRoot[] roots, List<FindRoot> all, ChannelWriter<FoundSign> signs, CancellationToken cancellationToken)
    {
        var judge = new SignJudge(_options, cancellationToken);
        int begun = 0;
        try
        {
            while (begun < roots.Length)
            {
                using var walk = new FindWalk(roots[begun++], all, judge, _tally, _options.Deep, Take);
                walk.Run(cancellationToken);
            }
        }
        finally
        {
            // A walk closes its own root; the others are closed here if it did not come to them.
            foreach (FindRoot root in roots[begun..])
            {
                root.Folder.Dispose();
            }
        }

        void Take(FoundSign sign)
        {
            _tally.Sign();
            while (!signs.TryWrite(sign))
            {
                // This thread is the search's own, so that it may wait until the reader has taken some.
                if (!signs.WaitToWriteAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
                {
                    throw new OperationCanceledException(cancellationToken);
                }
            }
        }
    }
}
