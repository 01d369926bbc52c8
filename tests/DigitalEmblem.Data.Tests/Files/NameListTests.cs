using DigitalEmblem.Data.Files;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Data.Tests.Files;

public class NameListTests
{
    [Property(MaxTest = 200)]
    public void Names_come_sorted_from_memory_and_from_runs(byte[][] seeds, bool alike)
    {
        // Names that begin alike are the ones that a sort by eight bytes could take for equal.
        List<byte[]> names =
        [
            .. seeds.SelectMany(s => Enumerable.Range(0, 8).Select(i => (byte[])
                [.. alike ? "the same beginning "u8 : [], .. s.Select(b => (byte)((b % (alike ? 3 : 255)) + 1)), (byte)(i + 1)])),
        ];
        var byBytes = Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));
        string[] expected = [.. names.Order(byBytes).Select(Convert.ToHexString)];
        foreach (int limit in (int[])[int.MaxValue / 2, 64])
        {
            using NameList list = new(limit);
            for (int reading = 0; reading < 2; reading++)
            {
                list.Clear();
                foreach (byte[] name in names)
                {
                    list.Add(name, (NodeType)(name[^1] % 8));
                }
            }

            list.Complete();
            Assert.Equal(limit == 64 && names.Sum(n => n.Length + 2) > 64, list.IsSpilled);
            List<string> found = [];
            while (list.TryNext(out ReadOnlySpan<byte> name, out NodeType type))
            {
                Assert.Equal((NodeType)(name[^1] % 8), type);
                found.Add(Convert.ToHexString(name));
            }

            Assert.Equal(expected, found);
            Assert.False(list.TryNext(out _, out _));
        }
    }
}
