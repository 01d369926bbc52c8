namespace DigitalEmblem.Cli.Data;

/// <summary>Numbers and sizes for people.</summary>
internal static class Amount
{
    private const double Unit = 1024;

    /// <summary>"10,000".</summary>
    public static Sentence Number(long number) => $"{number:N0}";

    /// <summary>"1 file", "10,000 files".</summary>
    public static Sentence Files(long number) => Sentence.Counting(number, $"{number:N0} file", $"{number:N0} files");

    /// <summary>"1 link", "2 links".</summary>
    public static Sentence Links(long number) => Sentence.Counting(number, $"{number:N0} link", $"{number:N0} links");

    /// <summary>"1 empty folder", "2 empty folders".</summary>
    public static Sentence EmptyFolders(long number) => Sentence.Counting(number, $"{number:N0} empty folder", $"{number:N0} empty "
        + $"folders");

    /// <summary>"1 new entry", "2 new entries".</summary>
    public static Sentence NewEntries(long number) => Sentence.Counting(number, $"{number:N0} new entry", $"{number:N0} new entries");

    /// <summary>What kinds of entries no sign covers, and how many there are.</summary>
    public static Sentence NotCovered(long number) => Sentence.Counting(
        number,
        $"{number:N0} entry: devices, pipes, sockets, or other file systems.",
        $"{number:N0} entries: devices, pipes, sockets, or other file systems.");

    /// <summary>"12 bytes", "3.4 KiB", "39 MiB".</summary>
    public static Sentence Bytes(long bytes)
    {
        if (bytes < Unit)
        {
            return Sentence.Counting(bytes, $"{bytes:N0} byte", $"{bytes:N0} bytes");
        }

        double size = bytes;
        int unit = -1;
        do
        {
            size /= Unit;
            unit++;
        }
        while (size >= Unit && unit < 5);
        double shown = size < 10 ? Math.Round(size, 1) : Math.Round(size);
        return unit switch
        {
            0 => $"{shown} KiB",
            1 => $"{shown} MiB",
            2 => $"{shown} GiB",
            3 => $"{shown} TiB",
            4 => $"{shown} PiB",
            _ => $"{shown} EiB",
        };
    }
}
