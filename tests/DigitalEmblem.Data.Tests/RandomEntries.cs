using System.Text;

namespace DigitalEmblem.Data.Tests;

/// <summary>Trees as a walk could meet them, with names that are hard to sort, to print and to decode.</summary>
internal static class RandomEntries
{
    private static readonly byte[][] Pieces =
        [.. ((string[])["a", "b", "A", "-", " ", ".", "..", "0", "\xff", "\x01", "\n", "~", "é"]).Select(Encoding.Latin1.GetBytes)];

    /// <summary>Entries in the order of a manifest, none below another.</summary>
    public static List<ManifestEntry> Make(Random random, int most)
    {
        var paths = new SortedSet<EntryPath>();
        int count = random.Next(most + 1);
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = [.. Component(random)];
            for (int depth = random.Next(4); depth > 0; depth--)
            {
                bytes = [.. bytes, (byte)'/', .. Component(random)];
            }

            if (EntryPath.TryOf(bytes, out EntryPath? path))
            {
                paths.Add(path);
            }
        }

        var entries = new List<ManifestEntry>();
        foreach (EntryPath path in paths)
        {
            if (entries.Count == 0 || !IsBelow(path, entries[^1].Path))
            {
                entries.Add(Entry(path, random));
            }
        }

        return entries;
    }

    public static (byte[] Manifest, DataRoot Root) Write(IEnumerable<ManifestEntry> entries, ManifestTerms? terms = null)
    {
        var stream = new MemoryStream();
        var writer = new ManifestWriter(stream, terms ?? ManifestTerms.ForContent(), Raw.Nonce);
        foreach (ManifestEntry entry in entries)
        {
            writer.Add(entry);
        }

        DataRoot root = writer.Finish();
        return (stream.ToArray(), root);
    }

    public static ManifestReader Open(byte[] manifest, DataRoot root) => ManifestReader.Open(new MemoryStream(manifest), root);

    public static EntryPath PathOf(string text) => EntryPath.Of(Encoding.UTF8.GetBytes(text));

    public static ManifestEntry FileAt(string path, long size = 3) => ManifestEntry.File(PathOf(path), size, Raw.Digest);

    private static IEnumerable<byte> Component(Random random) =>
        Enumerable.Range(0, random.Next(1, 4)).SelectMany(_ => Pieces[random.Next(Pieces.Length)]);

    private static ManifestEntry Entry(EntryPath path, Random random) => random.Next(5) switch
    {
        0 => ManifestEntry.EmptyFolder(path),
        1 => ManifestEntry.NotCovered(path),
        2 => ManifestEntry.Link(path, new byte[random.Next(1, 300)]),
        _ => ManifestEntry.File(path, (long)Math.Pow(2, random.Next(40)), Sha256Digest.Of(path.Bytes)),
    };

    private static bool IsBelow(EntryPath path, EntryPath folder) =>
        path.Bytes.Length > folder.Bytes.Length && path.Bytes.StartsWith(folder.Bytes) && path.Bytes[folder.Bytes.Length] == '/';
}
