using System.Buffers.Binary;

namespace DigitalEmblem.Fuzz.Running;

/// <summary>
/// Makes inputs from a corpus: bits and bytes changed, pieces cut, doubled, moved and joined, numbers at their edges, words of the format
/// put in. The same seed makes the same inputs.
/// </summary>
internal sealed class Mutator(IReadOnlyList<byte[]> corpus, FuzzTarget target, int seed)
{
    private static readonly long[] Edges =
        [0, 1, 0x17, 0x18, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, int.MaxValue, uint.MaxValue, long.MaxValue, -1];

    private readonly Random _random = new(seed);

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        List<byte> bytes = [.. corpus.Count > 0 ? corpus[_random.Next(corpus.Count)] : []];
        for (int changes = 1 + _random.Next(1 + _random.Next(8)); changes > 0; changes--)
        {
            Change(bytes);
        }

        return bytes.Count <= target.MaxLength ? [.. bytes] : [.. bytes[..target.MaxLength]];
    }

    private void Change(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            bytes.AddRange(Some(1 + _random.Next(32)));
            return;
        }

        int at = _random.Next(bytes.Count);
        int length = 1 + _random.Next(Math.Min(bytes.Count - at, 1 + _random.Next(64)));
        switch (_random.Next(12))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(_random.Next(bytes.Count), bytes.GetRange(at, length));
                break;
            case 5:
                bytes.InsertRange(at, Some(length));
                break;
            case 6:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 7:
                Number(bytes, at);
                break;
            case 8 when corpus.Count > 0:
                // Joins the head of one input and the tail of another.
                byte[] other = corpus[_random.Next(corpus.Count)];
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other.AsSpan(other.Length == 0 ? 0 : _random.Next(other.Length)));
                break;
            case 9:
                for (int times = 1 << _random.Next(8); times > 0 && bytes.Count < target.MaxLength; times--)
                {
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                }

                break;
            default:
                Word(bytes, at);
                break;
        }
    }

    private void Number(List<byte> bytes, int at)
    {
        byte[] number = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, Edges[_random.Next(Edges.Length)]);
        int width = 1 << _random.Next(4);
        for (int i = 0; i < width && at + i < bytes.Count; i++)
        {
            bytes[at + i] = number[8 - width + i];
        }
    }

    private void Word(List<byte> bytes, int at)
    {
        if (target.Words.Count == 0)
        {
            bytes[at] = (byte)_random.Next(256);
            return;
        }

        byte[] word = target.Words[_random.Next(target.Words.Count)];
        if (_random.Next(2) == 0)
        {
            bytes.RemoveRange(at, Math.Min(word.Length, bytes.Count - at));
        }

        bytes.InsertRange(at, word);
    }

    private byte[] Some(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
