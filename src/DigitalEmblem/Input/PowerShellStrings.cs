using System.Text;

namespace DigitalEmblem;

/// <summary>
/// What <c>(Resolve-DnsName …).Strings</c> prints: a string a line. A text that a server split at 255 bytes stands on several lines,
/// which are joined here. Without such a line it is a text of records like any other, and is left to the reader of lines.
/// </summary>
internal static class PowerShellStrings
{
    private const int MaxString = 255;

    /// <inheritdoc cref="CaptureForms.Reader"/>
    public static bool TryRead(string text, out IReadOnlyList<Capture> captures)
    {
        captures = [];
        if (!text.Contains("adem", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        string[] lines = text.Split('\n');
        if (!Array.Exists(lines, l => IsFull(l) && TxtRecord.Concerns(l))
            || Array.Exists(lines, l => Encoding.UTF8.GetByteCount(l) > MaxString))
        {
            return false;
        }

        var records = new List<CapturedRecord>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0)
            {
                continue;
            }

            int first = i;
            while (IsFull(lines[i]) && i + 1 < lines.Length && lines[i + 1].Length > 0 && !TxtRecord.Concerns(lines[i + 1]))
            {
                i++;
            }

            records.Add(PowerShellRecord.WithStrings(new CapturedRecord { Type = DnsType.Txt, Line = first + 1 }, lines[first..(i + 1)]));
        }

        captures = [new Capture { Tool = "the strings of PowerShell's Resolve-DnsName", Records = records }];
        return true;
    }

    private static bool IsFull(string line) => Encoding.UTF8.GetByteCount(line) == MaxString;
}
