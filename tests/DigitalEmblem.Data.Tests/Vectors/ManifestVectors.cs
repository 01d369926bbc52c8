using static DigitalEmblem.Data.Tests.Raw;

namespace DigitalEmblem.Data.Tests.Vectors;

internal static class ManifestVectors
{
    private static readonly byte[] A = Page("a", "b/c"), B = Page("d", "e");

    public static void Add(VectorMaker maker)
    {
        byte[] head = HeadFor(4, A, B), good = Manifest(head, A, B);
        void Refused(string name, string why, byte[] manifest) => maker.Refused(name, why, manifest, RootOf(head));
        void RefusedWith(string name, string why, byte[] other, params byte[][] pages) =>
            maker.Refused(name, why, Manifest(other, pages), RootOf(other));

        maker.Accepted("two pages", "What most manifests look like.", good, RootOf(head));
        maker.Accepted("empty tree", "No page.", Manifest(HeadOf()), RootOf(HeadOf()));
        byte[] excluding = HeadOf(files: 1, bytes: 3, pages: Array(PageOf(Page("ab"))), exclusions: Array(Path("a"), Path("b")));
        maker.Accepted("beside an exclusion", "a is excluded, and ab is not.", Manifest(excluding, Page("ab")), RootOf(excluding));

        Refused("another magic", "The form of version 2.", [.. "adem-manifest:2\0"u8, .. good[16..]]);
        Refused("cut", "The last byte is missing.", good[..^1]);
        Refused("byte more", "A byte follows.", [.. good, 0]);
        Refused("nothing", "An empty file.", []);
        Refused("only the magic", "There is no head.", good[..16]);
        Refused("head longer than the file", "The last four bytes say so.", [.. good[..^4], 0, 0, 0xff, 0xff]);
        Refused("head above 4 MiB", "The last four bytes say so.", [.. good[..^4], 0xff, 0xff, 0xff, 0xff]);
        Refused("head of no bytes", "The last four bytes say so.", [.. good[..^4], 0, 0, 0, 0]);
        Refused("altered head", "It has another root.", Altered(good, good.Length - 10));
        Refused("altered page", "It has another digest.", Altered(good, 30));
        Refused("altered size in a page", "It has another digest.", Altered(good, 16 + 5));
        Refused("page missing", "Its bytes are not there.", Manifest(head, A));
        Refused("gap before the head", "The lengths of pages add up to less.", Manifest(head, A, B, [0]));
        Refused("pages swapped in the file", "Each has the other's digest.", Manifest(head, B, A));
        maker.Refused("another root", "The sign names another manifest.", good, Nonce);

        RefusedWith("pages out of order", "The head names the second first.", HeadFor(4, B, A), B, A);
        RefusedWith("page twice", "Its paths stand twice.", HeadFor(4, A, A), A, A);
        RefusedWith("path twice across pages", "Strictly ascending across pages.", HeadFor(3, A, Page("b/c")), A, Page("b/c"));
        RefusedWith("below the last entry of a page", "b/c is a file.", HeadFor(3, A, Page("b/c/d")), A, Page("b/c/d"));
        RefusedWith("files more than there are", "The head says 5.", HeadFor(5, A, B), A, B);
        RefusedWith("bytes less than there are", "The head says 11.", Sums(4, 11), A, B);
        RefusedWith("files less than there are", "The head says 3.", Sums(3, 12), A, B);
        RefusedWith("page that is not there", "The head names a third.", HeadFor(5, A, B, Page("f")), A, B);
        RefusedWith("page that the head does not name", "The file has a third.", head, A, B, Page("f"));
        RefusedWith("page of another length", "The head says a byte less of the second.", OfLengths(A.Length, B.Length - 1), A, B);
        byte[] excludes = HeadOf(files: 2, bytes: 6, pages: Array(PageOf(A)), exclusions: Array(Path("b")));
        RefusedWith("excluded path", "b and what lies below it is excluded.", excludes, A);
        byte[] overflowing = Array(File("f", long.MaxValue));
        RefusedWith(
            "sum of sizes across pages",
            "Above 2^63 - 1.",
            HeadOf(files: 3, bytes: 5, pages: Array(PageOf(A), PageOf(overflowing))),
            A,
            overflowing);
    }

    public static byte[] RootOf(byte[] head) => DataRoot.OfHead(head).ToArray();

    private static byte[] Sums(ulong files, ulong bytes) => HeadOf(files: files, bytes: bytes, pages: Array(PageOf(A), PageOf(B)));

    private static byte[] OfLengths(int a, int b) => HeadOf(files: 4, bytes: 12, pages: Array(
        Array(Bytes(ManifestPage.Digest(A).ToArray()), Unsigned((ulong)a)),
        Array(Bytes(ManifestPage.Digest(B).ToArray()), Unsigned((ulong)b))));

    private static byte[] Altered(byte[] bytes, int at)
    {
        byte[] altered = [.. bytes];
        altered[at] ^= 1;
        return altered;
    }
}
