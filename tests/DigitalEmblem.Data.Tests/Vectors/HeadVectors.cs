using static DigitalEmblem.Data.Tests.Raw;

namespace DigitalEmblem.Data.Tests.Vectors;

internal static class HeadVectors
{
    private static readonly byte[] GoodPage = PageOf(Page("a"));

    public static void Add(VectorMaker maker)
    {
        maker.Accepted("empty tree", "Content without an entry.", HeadOf());
        maker.Accepted("two pages", "What most heads look like.", HeadFor(2, Page("a"), Page("b")));
        maker.Accepted(
            "exclusions", "In order, where / counts as 00.", HeadOf(exclusions: Array(Path("a/b"), Path("a-b"), Path("\xff"))));
        maker.Refused("kind 3", "There is no such kind.", HeadOf(kind: Unsigned(3)));
        maker.Refused("kind as text", "The kind is an unsigned integer.", HeadOf(kind: Text("content")));
        maker.Refused("nonce of 31 bytes", "A nonce has 32.", HeadOf(nonce: Bytes(Nonce.AsSpan(1))));
        maker.Refused("nonce as text", "A nonce is a byte string.", HeadOf(nonce: Text(new string('a', 32))));
        maker.Refused("files above 2^63 - 1", "A size is at most that.", HeadOf(files: 1UL << 63));
        maker.Refused("bytes above 2^63 - 1", "A size is at most that.", HeadOf(bytes: 1UL << 63));
        maker.Refused("unknown key", "A reader of version 1 knows eight.", HeadOf(more: [Unsigned(9), Unsigned(0)]));
        maker.Refused("place in content", "The key 6 is for locations.", HeadOf(more: [Unsigned(6), GoodPlace()]));
        AddForms(maker);
        AddPages(maker);
        AddExclusions(maker);
        AddLocations(maker);
        AddVolumes(maker);
    }

    private static void AddForms(VectorMaker maker)
    {
        byte[] good = HeadOf();
        maker.Refused("nothing", "There is no item.", []);
        maker.Refused("cut", "The last byte is missing.", good[..^1]);
        maker.Refused("byte more", "A byte follows.", [.. good, 0]);
        maker.Refused("array", "A head is a map.", Array(good));
        maker.Refused("tag", "A tag stands before the map.", [0xc0, .. good]);
        maker.Refused("map of indefinite length", "Lengths are definite.", [0xbf, .. good[1..], 0xff]);
        maker.Refused("pages of indefinite length", "Lengths are definite.", HeadOf(pages: [0x9f, 0xff]));
        maker.Refused("long form of a number", "Kind 0 in two bytes.", HeadOf(kind: [0x18, 0]));
        maker.Refused("long form of a length", "The length of the nonce in two bytes.", HeadOf(nonce: [0x59, 0, 32, .. Nonce]));
        maker.Refused("long form of the map", "The number of keys in one byte more.", [0xb8, 6, .. good[1..]]);
        maker.Refused("negative files", "A size is an unsigned integer.", HeadFilesAs([0x20]));
        maker.Refused("files as a float", "A size is an unsigned integer.", HeadFilesAs([0xf9, 0, 0]));
        maker.Refused(
            "keys out of order",
            "Bytes stand before files.",
            Map(
                Unsigned(0), Unsigned(0), Unsigned(1), Bytes(Nonce), Unsigned(3), Unsigned(0), Unsigned(2), Unsigned(0),
                Unsigned(4), Array(), Unsigned(5), Array()));
        maker.Refused(
            "key twice",
            "The number of files stands twice.",
            Map(
                Unsigned(0), Unsigned(0), Unsigned(1), Bytes(Nonce), Unsigned(2), Unsigned(0), Unsigned(2), Unsigned(0),
                Unsigned(4), Array(), Unsigned(5), Array()));
        maker.Refused(
            "no exclusions",
            "The key 5 stands in every head.",
            Map(
                Unsigned(0), Unsigned(0), Unsigned(1), Bytes(Nonce), Unsigned(2), Unsigned(0), Unsigned(3), Unsigned(0),
                Unsigned(4), Array()));
    }

    private static void AddPages(VectorMaker maker)
    {
        maker.Refused("digest of 31 bytes", "A digest has 32.", HeadOf(pages: Array(Array(Bytes(Nonce.AsSpan(1)), Unsigned(9)))));
        maker.Refused("page of 0 bytes", "A page has one byte at least.", HeadOf(pages: Array(Array(Bytes(Nonce), Unsigned(0)))));
        maker.Refused("page of 65,537 bytes", "A page has 64 KiB at most.", HeadOf(pages: Array(Array(Bytes(Nonce), Unsigned(65537)))));
        maker.Refused("page without length", "A page has two members.", HeadOf(pages: Array(Array(Bytes(Nonce)))));
        maker.Refused("page as a digest", "A page is an array.", HeadOf(pages: Array(Bytes(Nonce))));
        maker.Refused("ten million pages", "The head claims them, and ends.", HeadOf(pages: [0x9a, 0, 0x98, 0x96, 0x80, .. GoodPage]));
        maker.Refused("2^64 - 1 pages", "The head claims them, and ends.", HeadOf(pages: [0x9b, .. Enumerable.Repeat((byte)0xff, 8)]));
    }

    private static void AddExclusions(VectorMaker maker)
    {
        void Refused(string name, string why, params string[] paths) =>
            maker.Refused(name, why, HeadOf(exclusions: Array([.. paths.Select(Path)])));
        Refused("exclusions out of order", "b stands before a.", "b", "a");
        Refused("exclusions in the order of bytes", "/ counts as 00, so that a/b comes before a-b.", "a-b", "a/b");
        Refused("exclusion twice", "Strictly ascending.", "a", "a");
        Refused("exclusion below another", "It says nothing.", "a", "a/b");
        Refused("exclusion of the sign", "The sign's own folder is never covered.", ".adem");
        Refused("exclusion of the notice", "The notice is never covered.", "DIGITAL-EMBLEM-NOTICE.txt");
        Refused("absolute exclusion", "A path begins with a component.", "/a");
        Refused("exclusion upwards", "A path stays in the folder.", "../a");
        maker.Refused("exclusion as text", "A path is a byte string.", HeadOf(exclusions: Array(Text("a"))));
        maker.Refused(
            "1,025 exclusions",
            "1,024 are the limit.",
            HeadOf(exclusions: Array([.. Enumerable.Range(1000, 1025).Select(i => Path($"{i}"))])));
    }

    private static void AddLocations(VectorMaker maker)
    {
        byte[] Location(byte[] place, ulong files = 0, ulong bytes = 0, byte[]? pages = null, byte[]? exclusions = null) => HeadOf(
            Unsigned(1), files: files, bytes: bytes, pages: pages, exclusions: exclusions, more: [Unsigned(6), place]);
        byte[] Facts(params byte[][] facts) => Array(Text("db.society.example"), Text("postgresql"), Array(facts));
        byte[] Fact(string name, string value) => Array(Text(name), Text(value));

        maker.Accepted("location", "A database and its two facts.", Location(GoodPlace()));
        maker.Accepted("value of 1,024 bytes", "The longest one.", Location(Facts(Fact("a", new string('a', 1024)))));
        maker.Refused("location without place", "The key 6 is required.", HeadOf(Unsigned(1)));
        maker.Refused("location with files", "A location has no entries.", Location(GoodPlace(), files: 1));
        maker.Refused("location with bytes", "A location has no entries.", Location(GoodPlace(), bytes: 1));
        maker.Refused("location with a page", "A location has no entries.", Location(GoodPlace(), pages: Array(GoodPage)));
        maker.Refused(
            "location with an exclusion", "A location excludes nothing.", Location(GoodPlace(), exclusions: Array(Path("a"))));
        maker.Refused("no fact", "A place has one at least.", Location(Facts()));
        maker.Refused("facts out of order", "Ascending by name.", Location(Facts(Fact("b", "1"), Fact("a", "1"))));
        maker.Refused("fact twice", "Strictly ascending by name.", Location(Facts(Fact("a", "1"), Fact("a", "2"))));
        maker.Refused("fact in capitals", "A name is a word.", Location(Facts(Fact("A", "1"))));
        maker.Refused("fact with a name of 65 characters", "64 are the limit.", Location(Facts(Fact(new string('a', 65), "1"))));
        maker.Refused("fact that begins with a digit", "A word begins with a letter.", Location(Facts(Fact("1a", "1"))));
        maker.Refused("fact without value", "A value has one byte at least.", Location(Facts(Fact("a", ""))));
        maker.Refused("value of 1,025 bytes", "1,024 are the limit.", Location(Facts(Fact("a", new string('a', 1025)))));
        maker.Refused("value that is not UTF-8", "A text is UTF-8.", Location(Facts(Array(Text("a"), [0x61, 0xff]))));
        maker.Refused("fact of three members", "A fact has two.", Location(Facts(Array(Text("a"), Text("1"), Text("1")))));
        maker.Refused(
            "65 facts", "64 are the limit.", Location(Facts([.. Enumerable.Range(10, 65).Select(i => Fact($"f{i}", "1"))])));
        foreach ((string host, string why) in (ReadOnlySpan<(string, string)>)
            [("DB.society.example", "In lower case."),
            ("db.society.example.", "Without the dot at the end."),
            ("192.0.2.1", "An address is no domain name."),
            ("", "A label has one character at least."),
            ("-db.example", "No hyphen there.")])
        {
            maker.Refused($"host '{host}'", why, Location(Array(Text(host), Text("postgresql"), Array(Fact("a", "1")))));
        }

        maker.Refused(
            "kind of place in capitals", "A word.", Location(Array(Text("db.example"), Text("PostgreSQL"), Array(Fact("a", "1")))));
        maker.Refused("place of two members", "A place has three.", Location(Array(Text("db.example"), Text("postgresql"))));
    }

    private static void AddVolumes(VectorMaker maker)
    {
        byte[] Volume(byte[] generation, byte[] previous) =>
            HeadOf(Unsigned(2), more: [Unsigned(7), generation, Unsigned(8), previous]);
        maker.Accepted("first generation", "None is before it.", Volume(Unsigned(1), [0xf6]));
        maker.Accepted("second generation", "It names the first.", Volume(Unsigned(2), Bytes(Nonce)));
        maker.Refused("generation 0", "The first one is 1.", Volume(Unsigned(0), [0xf6]));
        maker.Refused("first generation with one before", "None is before it.", Volume(Unsigned(1), Bytes(Nonce)));
        maker.Refused("second generation with none before", "It names the first.", Volume(Unsigned(2), [0xf6]));
        maker.Refused("generation above 2^63 - 1", "A size is at most that.", Volume(Unsigned(1UL << 63), Bytes(Nonce)));
        maker.Refused("previous root of 31 bytes", "A root has 32.", Volume(Unsigned(2), Bytes(Nonce.AsSpan(1))));
        maker.Refused("previous root undefined", "Null says none.", Volume(Unsigned(1), [0xf7]));
        maker.Refused("volume without generation", "The keys 7 and 8 are required.", HeadOf(Unsigned(2)));
    }

    private static byte[] GoodPlace() => Array(
        Text("db.society.example"),
        Text("postgresql"),
        Array(Array(Text("database"), Text("patients")), Array(Text("system-identifier"), Text("7341234567890123456"))));

    private static byte[] HeadFilesAs(byte[] files) => Map(
        Unsigned(0), Unsigned(0), Unsigned(1), Bytes(Nonce), Unsigned(2), files, Unsigned(3), Unsigned(0),
        Unsigned(4), Array(), Unsigned(5), Array());
}
