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
    public Sentence Line()
    {
        DataProgress at = Last();
        double seconds = Seconds();
        Sentence files = at.TotalFiles is { } all
            ? Sentence.Counting(all, $"{at.Files:N0} of {all:N0} file", $"{at.Files:N0} of {all:N0} files")
            : Amount.Files(at.Files);
        Sentence bytes = at.TotalBytes is { } size
            ? Sentence.Of($"{Amount.Bytes(at.Bytes)} of {Amount.Bytes(size)}")
            : Amount.Bytes(at.Bytes);
        Sentence rate = Rate(at.Files, at.Bytes, seconds);
        return Left(at, seconds) is { } left ? Sentence.Of($"{files}, {bytes}; {rate}; {left} left") : $"{files}, {bytes}; {rate}";
    }

    /// <summary>"Read 10,000 files, 39 MiB, in 2.1 seconds (4,700 files/s, 18 MiB/s).".</summary>
    /// <param name="files">How many files were read. A run counts links and folders too, which nobody reads.</param>
    /// <param name="bytes">Their bytes; null if that is not known.</param>
    public Sentence Summary(long files, long? bytes)
    {
        double seconds = Seconds();
        Sentence read = bytes is { } all ? Sentence.Of($"{Amount.Files(files)}, {Amount.Bytes(all)},") : Amount.Files(files);
        return seconds > 0
            ? Sentence.Of($"Read {read} in {seconds:0.0} seconds ({Rate(files, bytes, seconds)}).")
            : $"Read {read} in {seconds:0.0} seconds.";
    }

    private static Sentence Rate(long files, long? bytes, double seconds)
    {
        // A large file takes many seconds, and "0 files/s" says nothing.
        bool isFew = bytes is not null && files < seconds;
        return Sentence.List(
        [
            .. isFew ? (object[])[] : [Sentence.Of($"{(long)(files / seconds):N0} files/s")],
            .. bytes is { } all ? (object[])[Sentence.Of($"{Amount.Bytes((long)(all / seconds))}/s")] : [],
        ]);
    }

    // Small files take time for each file, large ones for each byte: the slower of the two says how long it takes.
    private static Sentence? Left(DataProgress at, double seconds)
    {
        double left = Math.Max(Rest(at.Files, at.TotalFiles), Rest(at.Bytes, at.TotalBytes)) * seconds;
        return left is > 0 and < int.MaxValue ? Output.Counted.Of(TimeSpan.FromSeconds(Math.Ceiling(left))) : null;
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
