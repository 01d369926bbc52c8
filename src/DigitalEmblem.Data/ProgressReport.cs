using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>Tells a caller several times a second how far a run is, also while one large file is read.</summary>
internal sealed class ProgressReport : IDisposable
{
    private const int Milliseconds = 200;

    private readonly IProgress<DataProgress>? _progress;
    private readonly HashProgress _done;
    private readonly Func<(long? Files, long? Bytes)> _totals;
    private readonly Timer? _timer;

    public ProgressReport(IProgress<DataProgress>? progress, HashProgress done, Func<(long? Files, long? Bytes)> totals)
    {
        _progress = progress;
        _done = done;
        _totals = totals;
        _timer = progress is null ? null : new Timer(_ => Report(), null, Milliseconds, Milliseconds);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        Report();
    }

    private void Report()
    {
        (long? files, long? bytes) = _totals();
        _progress?.Report(new DataProgress(_done.Items, _done.Bytes, files, bytes));
    }
}
