using System.Globalization;

namespace DigitalEmblem.Cli.Data;

/// <summary>Numbers and sizes for people.</summary>
internal static class Amount
{
    private const double Unit = 1024;

    private static readonly string[] Units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>"10,000".</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>"1 file", "10,000 files".</summary>
    public static string Of(long number, string one, string? several = null) =>
        $"{Number(number)} {(number == 1 ? one : several ?? one + "s")}";

    /// <summary>"12 bytes", "3.4 KiB", "39 MiB".</summary>
    public static string Bytes(long bytes)
    {
        if (bytes < Unit)
        {
            return Of(bytes, "byte");
        }

        double size = bytes;
        int unit = -1;
        while (size >= Unit && unit < Units.Length - 1)
        {
            size /= Unit;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(size < 10 ? Math.Round(size, 1) : Math.Round(size))} {Units[unit]}");
    }
}
