namespace DigitalEmblem.Data.Files;

/// <summary>
/// A file system's time. In two numbers, because some file systems hold years that do not fit into 64 bits of nanoseconds.
/// </summary>
/// <param name="Seconds">Seconds since 1970.</param>
/// <param name="Nanoseconds">Nanoseconds of the second.</param>
internal readonly record struct FileTime(long Seconds, uint Nanoseconds)
{
    internal static FileTime Of(DateTime utc)
    {
        // Both count from the year 1, so that times before 1970 round down too.
        long seconds = (utc.Ticks / TimeSpan.TicksPerSecond) - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond);
        return new FileTime(seconds, (uint)(utc.Ticks % TimeSpan.TicksPerSecond) * 100);
    }
}
