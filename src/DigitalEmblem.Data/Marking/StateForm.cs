using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// The file <c>.adem/state</c>, which only updates read: a label, the device, a record for each file in the order of the manifest (of a
/// volume: of what all generations list), and the root of that manifest. A record is a size, two times and an inode as differences, or
/// says that the file must be read again. It is not signed: a person who may write it can hide a change from an update, and from no check.
/// </summary>
internal static class StateForm
{
    /// <summary>The bytes of the label and the device.</summary>
    public const int StartLength = 24;

    /// <summary>More than the longest record: six numbers of at most ten bytes.</summary>
    public const int MaxRecord = 64;

    // A file that was changed so shortly before could change again without a new time (git's racy index).
    private const int YoungSeconds = 2;

    /// <summary>What the file begins with.</summary>
    public static ReadOnlySpan<byte> Label => "adem-state:1\0\0\0\0"u8;

    /// <summary>Whether a file changed too shortly before a run for its times to show the next change.</summary>
    public static bool IsYoung(in FileStamp stamp, FileTime begun)
    {
        FileTime last = stamp.Changed == default ? stamp.Modified : stamp.Changed;
        FileTime limit = begun with { Seconds = begun.Seconds - YoungSeconds };
        return last.Seconds > limit.Seconds || (last.Seconds == limit.Seconds && last.Nanoseconds >= limit.Nanoseconds);
    }

    /// <summary>Writes a number, seven bits a byte, and returns how many bytes it took.</summary>
    public static int Write(Span<byte> to, ulong value)
    {
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            to[length++] = (byte)((value & 0x7F) | 0x80);
        }

        to[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads a number; false if it does not end.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, ref int position, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && position < from.Length; shift += 7)
        {
            byte next = from[position++];
            value |= unchecked((ulong)(next & 0x7F) << shift);
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A difference as a number that is small if the difference is small, whatever its sign.</summary>
    public static ulong Difference(long value, long last)
    {
        long difference = unchecked(value - last);
        return unchecked((ulong)((difference << 1) ^ (difference >> 63)));
    }

    /// <summary>The value behind such a number. Numbers that no writer made give values that no file has.</summary>
    public static long Add(long last, ulong difference) => unchecked(last + ((long)(difference >> 1) ^ -(long)(difference & 1)));
}
