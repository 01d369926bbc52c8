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

    /// <summary>The bytes that were read so far.</summary>
    public long Bytes => Last().Bytes;

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
        return $"{files}, {bytes}; {Rate(at.Files, at.Bytes, seconds)}{Left(at, seconds)}";
    }

    /// <summary>"Read 10,000 files, 39 MiB, in 2.1 seconds (4,700 files/s, 18 MiB/s).".</summary>
    /// <param name="files">How many files were read. A run counts links and folders too, which nobody reads.</param>
    /// <param name="bytes">Their bytes; null if that is not known.</param>
    public string Summary(long files, long? bytes)
    {
        double seconds = Seconds();
        string time = string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0}");
        string rate = seconds > 0 ? $" ({Rate(files, bytes, seconds)})" : "";
        return $"Read {Amount.Of(files, "file")}{(bytes is { } all ? $", {Amount.Bytes(all)}," : "")} in {time} seconds{rate}.";
    }

    private static string Rate(long files, long? bytes, double seconds)
    {
        // A large file takes many seconds, and "0 files/s" says nothing.
        bool isFew = bytes is not null && files < seconds;
        string[] rates =
        [
            .. isFew ? (string[])[] : [$"{Amount.Number((long)(files / seconds))} files/s"],
            .. bytes is { } all ? (string[])[$"{Amount.Bytes((long)(all / seconds))}/s"] : [],
        ];
        return string.Join(", ", rates);
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
            return _last;
        }
    }

    private double Seconds() => clock.GetElapsedTime(_start).TotalSeconds;
}
