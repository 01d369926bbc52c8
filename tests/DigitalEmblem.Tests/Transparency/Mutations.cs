using FsCheck;
using FsCheck.Fluent;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// Real bytes with faults put in, and the law that holds for every reader: what is not of the format is a
/// <see cref="TokenFormatException"/>, and nothing else is ever thrown.
/// </summary>
internal static class Mutations
{
    /// <summary>Some bytes set, a piece cut out, doubled or put in, or the end cut off.</summary>
    public static Arbitrary<byte[]> Of(params byte[][] real) => Arb.From(
        from original in Gen.Elements(real)
        from faults in Gen.Choose(1, 3)
        from kinds in Gen.Choose(0, 9).ArrayOf(faults)
        from places in Gen.Choose(0, int.MaxValue).ArrayOf(faults)
        from values in Gen.Choose(0, int.MaxValue).ArrayOf(faults)
        select Enumerable.Range(0, faults).Aggregate(original, (bytes, i) => Mutate(bytes, kinds[i], places[i], values[i])));

    /// <summary>Every single change of one bit, with the bit's place.</summary>
    public static IEnumerable<(int Bit, byte[] Bytes)> EachBit(byte[] original)
    {
        for (int bit = 0; bit < original.Length * 8; bit++)
        {
            byte[] copy = [.. original];
            copy[bit / 8] ^= (byte)(1 << (bit % 8));
            yield return (bit, copy);
        }
    }

    /// <summary>Whether it is read. Anything thrown but the one exception fails the test.</summary>
    public static bool IsRead(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (TokenFormatException)
        {
            return false;
        }
    }

    private static byte[] Mutate(byte[] bytes, int kind, int place, int value)
    {
        if (bytes.Length == 0)
        {
            return [(byte)(value % 256)];
        }

        int at = place % bytes.Length;
        int length = Math.Min(bytes.Length - at, 1 + (value % 40));
        return kind switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], .. bytes[(at + length)..]],
            2 => [.. bytes[..(at + length)], .. bytes[at..]],
            3 => [.. bytes[..at], (byte)(value % 256), .. bytes[at..]],
            4 => [.. bytes, .. bytes[at..(at + length)]],
            _ => [.. bytes[..at], (byte)(value % 256), .. bytes[(at + 1)..]],
        };
    }
}
