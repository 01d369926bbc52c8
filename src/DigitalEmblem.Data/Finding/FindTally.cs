using System.Text;

namespace DigitalEmblem.Data.Finding;

/// <summary>Counts what a search reads; safe for concurrent use.</summary>
internal sealed class FindTally(IProgress<long>? progress)
{
    // Each is some hundred bytes, and nobody reads more of them.
    private const int MostTroubles = 1000;

    private const long ProgressEvery = 4096;

    private readonly List<DataTrouble> _troubles = [];
    private long _folders;
    private long _signs;
    private long _unread;

    public void Folder()
    {
        long folders = Interlocked.Increment(ref _folders);
        if (progress is not null && folders % ProgressEvery == 0)
        {
            progress.Report(folders);
        }
    }

    public void Sign() => Interlocked.Increment(ref _signs);

    public void Trouble(ReadOnlySpan<byte> path, string reason)
    {
        lock (_troubles)
        {
            _unread++;
            if (_troubles.Count < MostTroubles)
            {
                _troubles.Add(new DataTrouble(PrintableLine.Of(Encoding.UTF8.GetString(path)), reason));
            }
        }
    }

    public DataFound Conclude()
    {
        lock (_troubles)
        {
            return new DataFound { Signs = _signs, Folders = _folders, Unread = _unread, Troubles = [.. _troubles] };
        }
    }
}
