using static DigitalEmblem.Data.Tests.Raw;

namespace DigitalEmblem.Data.Tests.Vectors;

internal static class PageVectors
{
    public static void Add(VectorMaker maker)
    {
        maker.Accepted(
            "each kind", "A file, a link, an empty folder, a device.", Array(File("a"), Link("b"), Short(2, "c"), Short(3, "d")));
        maker.Accepted("order", "/ counts as 00: a walk that sorts each folder by names.", Page("a/b", "a/bc", "a-b", "a0"));
        maker.Accepted("name that is not UTF-8", "A path is bytes.", Page("a\xff", "b\n\x1b[31m"));
        maker.Accepted("names of dots", "Only . and .. are refused.", Page("...", "..a", ".a"));
        maker.Accepted("sign further down", "Reserved in the root folder only.", Page("a/.adem/emblem", "a/DIGITAL-EMBLEM-NOTICE.txt"));
        maker.Accepted("size 0", "An empty file.", Array(File("a", 0)));
        maker.Accepted("size 2^63 - 1", "The largest file.", Array(File("a", long.MaxValue)));
        maker.Accepted("target of 65,535 bytes", "The longest target.", Array(Link("a", 65535)));
        maker.Accepted("component of 255 bytes", "The longest one.", Page(new string('a', 255)));
        maker.Accepted("path of 4,096 bytes", "The longest one.", Page(string.Join('/', Enumerable.Repeat(new string('a', 255), 16))));
        maker.Accepted("1,024 entries", "A full page.", Array([.. Enumerable.Range(1000, 1024).Select(i => Short(2, $"{i}"))]));
        AddPaths(maker);
        AddOrder(maker);
        AddForms(maker);
    }

    private static void AddPaths(VectorMaker maker)
    {
        void Refused(string name, string why, string path) => maker.Refused(name, why, Page(path));
        Refused("upwards", "No component is '..'.", "../a");
        Refused("upwards within", "No component is '..'.", "a/../../b");
        Refused("upwards at the end", "No component is '..'.", "a/..");
        Refused("only ..", "No component is '..'.", "..");
        Refused("here", "No component is '.'.", "./a");
        Refused("only .", "No component is '.'.", ".");
        Refused("absolute", "A path begins with a component.", "/etc/passwd");
        Refused("slash at the end", "A path ends with a component.", "a/");
        Refused("two slashes", "A component has one byte at least.", "a//b");
        Refused("empty path", "A path has one byte at least.", "");
        Refused("byte 00", "No path has it.", "a\0b");
        Refused("component of 256 bytes", "255 are the limit.", new string('a', 256));
        Refused("path of 4,097 bytes", "4,096 are the limit.", string.Join('/', Enumerable.Repeat(new string('a', 240), 17)) + "a");
        Refused("sign folder", "Reserved.", ".adem");
        Refused("sign", "Reserved.", ".adem/emblem");
        Refused("notice", "Reserved.", "DIGITAL-EMBLEM-NOTICE.txt");
        maker.Refused("path as text", "A path is a byte string.", Array(Array(Unsigned(2), Text("a"))));
    }

    private static void AddOrder(VectorMaker maker)
    {
        maker.Refused("twice", "Strictly ascending.", Page("a", "a"));
        maker.Refused("out of order", "b stands before a.", Page("b", "a"));
        maker.Refused("in the order of bytes", "/ counts as 00, so that a/b comes before a-b.", Page("a-b", "a/b"));
        maker.Refused("longer first", "The beginning of a path comes before it.", Page("ab", "a"));
        maker.Refused("below a file", "No entry is a folder with content.", Array(File("a"), File("a/b")));
        maker.Refused("below a link", "No entry is a folder with content.", Array(Link("a"), File("a/b")));
        maker.Refused("below an empty folder", "It is not empty then.", Array(Short(2, "a"), File("a/b")));
        maker.Refused("below a mount", "What lies there is not covered.", Array(Short(3, "a"), File("a/b")));
        maker.Refused("sum of sizes", "2^63 - 1 and 1.", Array(File("a", long.MaxValue), File("b", 1)));
    }

    private static void AddForms(VectorMaker maker)
    {
        byte[] good = Page("a");
        maker.Refused("nothing", "There is no item.", []);
        maker.Refused("no entry", "A page has one at least.", Array());
        maker.Refused("1,025 entries", "1,024 are the limit.", Array([.. Enumerable.Range(1000, 1025).Select(i => Short(2, $"{i}"))]));
        maker.Refused("ten million entries", "The page claims them, and ends.", [0x9a, 0, 0x98, 0x96, 0x80, .. File("a")]);
        maker.Refused("cut", "The last byte is missing.", good[..^1]);
        maker.Refused("byte more", "A byte follows.", [.. good, 0]);
        maker.Refused("indefinite length", "Lengths are definite.", [0x9f, .. File("a"), 0xff]);
        maker.Refused("long form of the page", "One entry, in two bytes.", [0x98, 1, .. File("a")]);
        maker.Refused("long form of a path's length", "One byte, in two.", Array([0x82, 2, 0x58, 1, 0x61]));
        maker.Refused("path of indefinite length", "Lengths are definite.", Array([0x82, 2, 0x5f, 0x41, 0x61, 0xff]));
        maker.Refused(
            "long form of a size", "3 in two bytes.", Array([0x84, 0, 0x41, 0x61, 0x18, 3, .. Bytes(Digest.ToArray())]));
        maker.Refused("negative size", "A size is unsigned.", Array([0x84, 0, 0x41, 0x61, 0x20, .. Bytes(Digest.ToArray())]));
        maker.Refused("size 2^63", "2^63 - 1 is the limit.", Array(File("a", 1UL << 63)));
        maker.Refused("kind 4", "There is no such kind.", Array(Short(4, "a")));
        maker.Refused("kind as text", "A kind is an unsigned integer.", Array(Array(Text("file"), Path("a"))));
        maker.Refused("empty entry", "An entry has two or four members.", Array(Array()));
        maker.Refused("file of two members", "A file has four.", Array(Short(0, "a")));
        maker.Refused("file of three members", "A file has four.", Array(Array(Unsigned(0), Path("a"), Unsigned(3))));
        maker.Refused(
            "empty folder of four members", "It has two.", Array(Array(Unsigned(2), Path("a"), Unsigned(0), Bytes(Digest.ToArray()))));
        maker.Refused(
            "digest of 31 bytes", "A digest has 32.", Array(Array(Unsigned(0), Path("a"), Unsigned(3), Bytes(Nonce.AsSpan(1)))));
        maker.Refused("empty target", "A target has one byte at least.", Array(Link("a", 0)));
        maker.Refused("target of 65,536 bytes", "65,535 are the limit.", Array(Link("a", 65536)));
        maker.Refused("entry as a map", "An entry is an array.", Array(Map(Unsigned(2), Path("a"))));
        maker.Refused("tag", "There are no tags.", Array([0xc0, .. Short(2, "a")]));
    }
}
