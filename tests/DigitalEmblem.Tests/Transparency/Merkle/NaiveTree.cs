using System.Security.Cryptography;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// The definitions of RFC 6962, 2.1, word for word and as slow: recursive, over plain byte arrays, with nothing of the library's in them.
/// </summary>
public sealed class NaiveTree(IReadOnlyList<byte[]> leaves)
{
    /// <summary>MTH(D[0:size]).</summary>
    public byte[] Root(int size) => Mth(0, size);

    /// <summary>PATH(m, D[0:size]).</summary>
    public IReadOnlyList<byte[]> Inclusion(int index, int size) => [.. Path(index, 0, size)];

    /// <summary>PROOF(m, D[0:second]).</summary>
    public IReadOnlyList<byte[]> Consistency(int first, int second) => first == second ? [] : [.. Subproof(first, 0, second, whole: true)];

    private byte[] Mth(int from, int to)
    {
        if (from == to)
        {
            return SHA256.HashData([]);
        }

        if (to - from == 1)
        {
            return SHA256.HashData([0, .. leaves[from]]);
        }

        int k = Split(to - from);
        return SHA256.HashData([1, .. Mth(from, from + k), .. Mth(from + k, to)]);
    }

    private IEnumerable<byte[]> Path(int index, int from, int to)
    {
        if (to - from == 1)
        {
            return [];
        }

        int k = Split(to - from);
        return index < k
            ? Path(index, from, from + k).Append(Mth(from + k, to))
            : Path(index - k, from + k, to).Append(Mth(from, from + k));
    }

    private IEnumerable<byte[]> Subproof(int first, int from, int to, bool whole)
    {
        int size = to - from;
        if (first == size)
        {
            return whole ? [] : [Mth(from, to)];
        }

        int k = Split(size);
        return first <= k
            ? Subproof(first, from, from + k, whole).Append(Mth(from + k, to))
            : Subproof(first - k, from + k, to, whole: false).Append(Mth(from, from + k));
    }

    // The largest power of two smaller than the size.
    private static int Split(int size)
    {
        int k = 1;
        while (k * 2 < size)
        {
            k *= 2;
        }

        return k;
    }
}
