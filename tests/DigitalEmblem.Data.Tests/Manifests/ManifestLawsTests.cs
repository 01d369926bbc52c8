using FsCheck;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Data.Tests.Manifests;

/// <summary>What holds of every manifest that we write.</summary>
public class ManifestLawsTests
{
    [Property(MaxTest = 60)]
    public void What_is_written_is_read_again_by_each_way_of_reading(int seed)
    {
        List<ManifestEntry> entries = RandomEntries.Make(new Random(seed), 3000);
        (byte[] manifest, DataRoot root) = RandomEntries.Write(entries);
        ManifestReader reader = RandomEntries.Open(manifest, root);

        Assert.Equal(entries, reader.Entries());
        Assert.Equal(entries, Enumerable.Range(0, reader.Head.PageCount).SelectMany(reader.ReadPage));
        Assert.Equal(entries.Count(e => e.Kind == EntryKind.File), reader.Head.Files);
        Assert.Equal(entries.Where(e => e.Kind == EntryKind.File).Sum(e => e.Size), reader.Head.Bytes);
        foreach (ManifestEntry entry in entries.Take(20).Concat(entries.TakeLast(20)))
        {
            Assert.Equal(entry, reader.Find(entry.Path));
        }

        Assert.Null(reader.Find(RandomEntries.PathOf("not there")));
    }

    [Property(MaxTest = 20)]
    public async Task What_is_read_where_reading_waits_is_the_same(int seed)
    {
        List<ManifestEntry> entries = RandomEntries.Make(new Random(seed), 2000);
        (byte[] manifest, DataRoot root) = RandomEntries.Write(entries);
        var read = new List<ManifestEntry>();
        await foreach (ManifestEntry entry in RandomEntries.Open(manifest, root).EntriesAsync())
        {
            read.Add(entry);
        }

        Assert.Equal(entries, read);
    }

    [Property(MaxTest = 30)]
    public void The_same_entries_have_another_root_each_time_so_that_a_root_confirms_no_guess(int seed)
    {
        List<ManifestEntry> entries = RandomEntries.Make(new Random(seed), 20);
        DataRoot Root()
        {
            var writer = new ManifestWriter(Stream.Null, ManifestTerms.ForContent());
            entries.ForEach(writer.Add);
            return writer.Finish();
        }

        Assert.NotEqual(Root(), Root());
    }

    [Property(MaxTest = 30)]
    public void Entries_in_any_other_order_are_refused_when_they_are_written(int seed)
    {
        var random = new Random(seed);
        List<ManifestEntry> entries = RandomEntries.Make(random, 30);
        if (entries.Count < 2)
        {
            return;
        }

        int at = random.Next(entries.Count - 1);
        (entries[at], entries[at + 1]) = (entries[at + 1], entries[at]);
        Assert.Throws<ArgumentException>(() => RandomEntries.Write(entries));
        entries[at] = entries[at + 1];
        Assert.Throws<ArgumentException>(() => RandomEntries.Write(entries));
    }

    [Property(MaxTest = 200)]
    public void Paths_are_in_the_order_in_which_a_walk_meets_them_that_sorts_each_folder(int seed)
    {
        List<ManifestEntry> entries = RandomEntries.Make(new Random(seed), 40);
        string[][] walked = [.. entries.Select(e => Convert.ToHexString(e.Path.Bytes).Chunk(2).Select(b => new string(b)).ToArray())
            .Select(bytes => string.Concat(bytes.Select(b => b == "2F" ? "/" : b)).Split('/'))];
        for (int i = 1; i < walked.Length; i++)
        {
            int same = walked[i - 1].Zip(walked[i]).TakeWhile(p => p.First == p.Second).Count();
            Assert.True(
                same < walked[i - 1].Length && same < walked[i].Length && string.CompareOrdinal(walked[i - 1][same], walked[i][same]) < 0,
                "A walk and a manifest would not merge: files would be reported missing and new.");
        }
    }

    [Fact]
    public void A_manifest_with_any_one_bit_flipped_is_refused_and_so_is_each_of_its_beginnings()
    {
        ManifestEntry link = ManifestEntry.Link(RandomEntries.PathOf("b"), "a"u8);
        (byte[] manifest, DataRoot root) = RandomEntries.Write(
            [RandomEntries.FileAt("a"), link, ManifestEntry.EmptyFolder(RandomEntries.PathOf("c"))],
            ManifestTerms.ForContent(RandomEntries.PathOf("d")));
        Assert.Equal(3, RandomEntries.Open(manifest, root).Entries().Count());
        for (int bit = 0; bit < manifest.Length * 8; bit++)
        {
            byte[] altered = [.. manifest];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<DataFormatException>(() => RandomEntries.Open(altered, root).Entries().Count());
        }

        for (int length = 0; length < manifest.Length; length++)
        {
            Assert.Throws<DataFormatException>(() => RandomEntries.Open(manifest[..length], root).Entries().Count());
        }
    }

    [Property(MaxTest = 300)]
    public void Bytes_of_any_content_end_in_the_one_exception_and_no_other(byte[] bytes, NonNegativeInt where)
    {
        (byte[] manifest, _) = RandomEntries.Write([RandomEntries.FileAt("a"), RandomEntries.FileAt("b")]);
        int at = where.Get % manifest.Length;
        foreach (byte[] hostile in (byte[][])[bytes, [.. manifest[..at], .. bytes], [.. manifest[..at], .. bytes, .. manifest[at..]]])
        {
            Tried(() => ManifestHead.Read(hostile));
            Tried(() => ManifestPage.Read(hostile, 0, new EntryRules([])));
            Tried(() => DataSign.Read(hostile));
            Tried(() => SignFile.Open(new MemoryStream(hostile)));
            Tried(() => RandomEntries.Open(hostile, DataRoot.FromBytes(Raw.Nonce)));
        }
    }

    private static void Tried(Action read)
    {
        try
        {
            read();
        }
        catch (DataFormatException)
        {
            // The one exception that bytes may cause.
        }
    }
}
