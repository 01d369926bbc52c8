using System.Globalization;
using System.Text;
using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;

namespace DigitalEmblem.Cli.Data;

/// <summary>Names from file systems for a person. They are bytes, anyone may have chosen them, and they need not be UTF-8.</summary>
internal static class PathText
{
    /// <summary>
    /// The path on one line; unprintable characters and bytes that are no UTF-8 are escaped, as <c>\u{1b}</c> and <c>\xff</c>.
    /// </summary>
    public static string Of(EntryPath path)
    {
        if (path.ToText() is { } text)
        {
            return Terminal.Line(text);
        }

        var shown = new StringBuilder();
        for (ReadOnlySpan<byte> rest = path.Bytes; rest.Length > 0;)
        {
            bool whole = Rune.DecodeFromUtf8(rest, out Rune rune, out int read) == System.Buffers.OperationStatus.Done;
            if (whole)
            {
                shown.Append(Terminal.Line(rune.ToString()));
            }
            else
            {
                foreach (byte one in rest[..read])
                {
                    shown.Append(CultureInfo.InvariantCulture, $"\\x{one:x2}");
                }
            }

            rest = rest[read..];
        }

        return shown.ToString();
    }
}
