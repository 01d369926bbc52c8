using System.Globalization;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>How far a run over files is, how fast, and how long it still takes.</summary>
/// <param name="clock">The clock.</param>
internal sealed class RunProgress(TimeProvider clock) : IProgress<DataProgress>
{
    private readonly long _start = clock.GetTimestamp();
    private readonly Lock _lock = new();
    private DataProgress _last;
    private (long? Files, long? Bytes) _expected;

    /// <summary>Says how much there will be, for a run that does not know it.</summary>
    public void Expect(long files, long? bytes)
    {
        lock (_lock)
        {
            _expected = (files, bytes);
        }
    }

    /// <inheritdoc/>
    public void Report(DataProgress value)
    {
        lock (_lock)
        {
            _last = value;
        }
    }

    /// <summary>"3,120 of 10,000 files, 12 MiB of 39 MiB; 1,040 files/s, 4 MiB/s; 7 seconds left".</summary>
    public string Line()
    {
        DataProgress at = Last();
        double seconds = Seconds();
        string files = at.TotalFiles is { } all ? $"{Amount.Number(at.Files)} of {Amount.Of(all, "file")}" : Amount.Of(at.Files, "file");
        string bytes = at.TotalBytes is { } size ? $"{Amount.Bytes(at.Bytes)} of {Amount.Bytes(size)}" : Amount.Bytes(at.Bytes);
        return $"{files}, {bytes}; {Rate(at, seconds)}{Left(at, seconds)}";
    }

    /// <summary>"Read 10,000 files, 39 MiB, in 2.1 seconds (4,700 files/s, 18 MiB/s).".</summary>
    /// <param name="files">How many files were read. A run counts links and folders too, which nobody reads.</param>
    public string Summary(long files)
    {
        DataProgress at = Last() with { Files = files };
        double seconds = Seconds();
        string time = string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0}");
        return $"Read {Amount.Of(at.Files, "file")}, {Amount.Bytes(at.Bytes)}, in {time} seconds"
            + $"{(seconds > 0 ? $" ({Rate(at, seconds)})" : "")}.";
    }

    private static string Rate(DataProgress at, double seconds)
    {
        string bytes = $"{Amount.Bytes((long)(at.Bytes / seconds))}/s";
        return at.Files < seconds ? bytes : $"{Amount.Number((long)(at.Files / seconds))} files/s, {bytes}";
    }

    // Small files take time for each file, large ones for each byte: the slower of the two says how long it takes.
    private static string Left(DataProgress at, double seconds)
    {
        double left = Math.Max(Rest(at.Files, at.TotalFiles), Rest(at.Bytes, at.TotalBytes)) * seconds;
        return left is > 0 and < int.MaxValue ? $"; {Output.Counted.Of(TimeSpan.FromSeconds(Math.Ceiling(left)))} left" : "";
    }

    private static double Rest(long done, long? all) => all is { } total && done > 0 && total > done ? (double)(total - done) / done : 0;

    private DataProgress Last()
    {
        lock (_lock)
        {
            return _last with { TotalFiles = _last.TotalFiles ?? _expected.Files, TotalBytes = _last.TotalBytes ?? _expected.Bytes };
        }
    }

    private double Seconds() => clock.GetElapsedTime(_start).TotalSeconds;
}
