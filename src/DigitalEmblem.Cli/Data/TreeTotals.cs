using DigitalEmblem.Data;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Cli.Data;

/// <summary>
/// Counts the files of a folder beside the run that reads them, so that a person is told how long it takes. It is for the eye alone: what
/// it cannot read, it leaves out.
/// </summary>
internal sealed class TreeTotals : IDisposable
{
    // A short run pays nothing for it.
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();

    private TreeTotals()
    {
    }

    /// <summary>Begins to count, if a person looks and the path is a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="exclusions">Paths that are not counted.</param>
    /// <param name="counted">Is told the files and their bytes in the end.</param>
    /// <param name="context">The process.</param>
    public static TreeTotals Begin(
        string path, IReadOnlyCollection<EntryPath> exclusions, Action<long, long> counted, CommandContext context)
    {
        var totals = new TreeTotals();
        if (context.ErrorIsTerminal && Directory.Exists(path))
        {
            CancellationToken stop = totals._stop.Token;
            _ = Task.Delay(Delay, stop).ContinueWith(
                _ => Count(path, exclusions, counted, stop), stop, TaskContinuationOptions.NotOnCanceled, TaskScheduler.Default);
        }

        return totals;
    }

    /// <summary>Ends the counting.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private static void Count(string path, IReadOnlyCollection<EntryPath> exclusions, Action<long, long> counted, CancellationToken stop)
    {
        if (!Folder.TryOpen(path, out Folder? root).IsNone || root is null)
        {
            return;
        }

        using (root)
        {
            var left = exclusions.Select(e => e.Bytes.ToArray()).Append(".adem"u8.ToArray()).ToArray();
            bool IsLeftOut(ReadOnlySpan<byte> entry)
            {
                foreach (byte[] one in left)
                {
                    if (entry.SequenceEqual(one))
                    {
                        return true;
                    }
                }

                return false;
            }

            using var walk = new TreeWalk(root, new WalkOptions { WithStamps = true, Skip = IsLeftOut });
            long files = 0, bytes = 0;
            while (!stop.IsCancellationRequested && walk.TryNext(out WalkItem? item))
            {
                if (item is { Type: NodeType.File, Stamp: { } stamp })
                {
                    files++;
                    bytes += stamp.Size;
                }
            }

            if (!stop.IsCancellationRequested)
            {
                counted(files, bytes);
            }
        }
    }
}
