using static DigitalEmblem.Data.Tests.Raw;

namespace DigitalEmblem.Data.Tests.Vectors;

/// <summary>Chains of generations. A break is accepted, and shows what is known; the manifest of the sign itself must be right.</summary>
internal static class VolumeVectors
{
    public static void Add(VectorMaker maker)
    {
        Made first = Of(1, null, Page("a", "b/c", "d"));
        Made second = Of(2, first.Root, Page("b/c", "e"));
        Made third = Of(3, second.Root, Page("a/x", "d/e"));
        void Accepted(string name, string why, Made newest, params Made[] beside) =>
            maker.Accepted(name, why, newest.Manifest, newest.Root, [.. beside.Select(b => b.Manifest)]);

        Accepted("first generation", "It has none before it.", first);
        Accepted("three generations", "b/c is listed as the second one says; a/x and a are both listed.", third, first, second);
        Accepted("generation without entries", "It has other exclusions only.", Of(2, first.Root, excludes: "z"), first);
        Accepted("empty first generation", "Nothing was there.", Of(2, Of(1, null).Root, Page("a")), Of(1, null));
        Accepted(
            "excluded by the newest generation", "b and what is below it does not count.", Of(2, first.Root, Page("e"), "b"), first);
        Accepted(
            "excluded by an older generation", "Only the newest one excludes.", Of(3, Of(2, first.Root, Page("e"), "b").Root, Page("f")),
            first, Of(2, first.Root, Page("e"), "b"));
        Made other = Of(2, first.Root, Page("z"));
        Accepted("two of one number", "The one beside the chain is not read.", third, first, second, other);
        Accepted("later than the sign", "It is not read.", second, first, third);

        Accepted("first one absent", "The second one is known.", second);
        Accepted("second one absent", "The first one is there, and nothing names it.", third, first);
        Accepted("gap", "The third one names the first.", Of(3, first.Root, Page("e")), first);
        Accepted("number twice", "The third one names another third.", Of(3, third.Root, Page("z")), first, second, third);
        Made content = Content(Page("a"));
        Accepted("content before", "A generation is of a volume.", Of(2, content.Root, Page("e")), content);
        Made place = Place();
        Accepted("place before", "A generation is of a volume.", Of(2, place.Root, Page("e")), place);
        Made cut = first with { Manifest = first.Manifest[..^1] };
        Accepted("altered page before", "The digest of a page shows it.", second, Altered(first, 20));
        Made twice = Of(1, null, Page("a", "a"));
        Accepted("path twice in the one before", "The rules of section 6 hold within each.", Of(2, twice.Root), twice);
        Made sums = Of(1, null, Page("a"), files: 2);
        Accepted("wrong sums in the one before", "They are known at its end.", Of(2, sums.Root, Page("b")), sums);
        Accepted("more generations than are followed", "4,096 are the limit.", Of(4097, first.Root, Page("a")), first);
        Accepted("largest generation", "2^63 - 1.", Of(long.MaxValue, first.Root, Page("a")), first);

        maker.Refused("content", "The sign is of no volume.", content.Manifest, content.Root, []);
        maker.Refused("sign of another root", "The manifest is not the sign's.", second.Manifest, first.Root, []);
        maker.Refused("altered page", "In the manifest of the sign.", Altered(second, 20).Manifest, second.Root, [first.Manifest]);
        maker.Refused("cut", "The manifest of the sign.", cut.Manifest, cut.Root, []);
        Made unsorted = Of(2, first.Root, Page("b", "a"));
        maker.Refused("out of order", "In the manifest of the sign.", unsorted.Manifest, unsorted.Root, [first.Manifest]);
    }

    private static Made Of(long generation, byte[]? previous, byte[]? page = null, string? excludes = null, ulong? files = null)
    {
        byte[] head = HeadOf(
            Unsigned(2),
            files: files ?? Count(page),
            bytes: 3 * Count(page),
            pages: page is null ? null : Array(PageOf(page)),
            exclusions: excludes is null ? null : Array(Path(excludes)),
            more: [Unsigned(7), Unsigned((ulong)generation), Unsigned(8), previous is null ? [0xf6] : Bytes(previous)]);
        return new Made(page is null ? Manifest(head) : Manifest(head, page), ManifestVectors.RootOf(head));
    }

    // The array of a page begins with its count.
    private static ulong Count(byte[]? page) => page is null ? 0 : (ulong)(page[0] & 31);

    private static Made Content(byte[] page) =>
        new(Manifest(HeadFor((int)Count(page), page), page), ManifestVectors.RootOf(HeadFor((int)Count(page), page)));

    private static Made Place()
    {
        byte[] head = HeadOf(
            Unsigned(1),
            more: [Unsigned(6), Array(Text("db.example"), Text("postgresql"), Array(Array(Text("a"), Text("1"))))]);
        return new Made(Manifest(head), ManifestVectors.RootOf(head));
    }

    private static Made Altered(Made made, int at)
    {
        byte[] altered = [.. made.Manifest];
        altered[at] ^= 1;
        return made with { Manifest = altered };
    }

    private sealed record Made(byte[] Manifest, byte[] Root);
}
