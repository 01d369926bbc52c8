using Xunit;
using static DigitalEmblem.Data.Tests.RandomEntries;

namespace DigitalEmblem.Data.Tests.Manifests;

/// <summary>Manifests as they are written and read by people's programs.</summary>
public class ManifestStoriesTests
{
    [Fact]
    public void A_page_is_closed_at_1_024_entries_so_that_a_checker_holds_no_more()
    {
        (byte[] manifest, DataRoot root) = Write(Enumerable.Range(100_000, 1025).Select(i => FileAt($"{i}")));
        ManifestReader reader = Open(manifest, root);
        Assert.Equal(2, reader.Head.PageCount);
        Assert.Equal([1024, 1], new[] { reader.ReadPage(0).Count, reader.ReadPage(1).Count });
    }

    [Fact]
    public void A_page_is_closed_at_64_KiB_however_long_the_names_are()
    {
        string folders = string.Concat(Enumerable.Repeat(new string('a', 255) + "/", 15));
        (byte[] manifest, DataRoot root) = Write(Enumerable.Range(100_000, 40).Select(i => FileAt($"{folders}{i}")));
        ManifestReader reader = Open(manifest, root);
        Assert.Equal(3, reader.Head.PageCount);
        Assert.All(reader.Head.Pages.ToArray(), p => Assert.InRange(p.Length, 1, 64 << 10));
        Assert.Equal(40, reader.Entries().Count());
    }

    [Fact]
    public void A_page_of_more_than_64_KiB_is_refused_also_if_its_writer_signed_it()
    {
        string folders = string.Concat(Enumerable.Repeat(new string('a', 255) + "/", 15));
        byte[] page = Raw.Page([.. Enumerable.Range(10, 17).Select(i => $"{folders}{i}")]), head = Raw.HeadFor(17, page);
        Assert.True(page.Length > 64 << 10);
        Assert.Throws<DataFormatException>(() => Open(Raw.Manifest(head, page), DataRoot.OfHead(head)));
    }

    [Fact]
    public void A_head_above_4_MiB_is_refused_before_it_is_read_and_cannot_be_written()
    {
        var head = new byte[(4 << 20) + 1];
        byte[] manifest = Raw.Manifest(head);
        var stream = new CountedStream(manifest);
        Assert.Throws<DataFormatException>(() => ManifestReader.Open(stream, DataRoot.OfHead(head)));
        Assert.InRange(stream.BytesRead, 1, 100);
    }

    [Fact]
    public void A_reader_reads_each_page_once_and_never_more_than_one_at_a_time()
    {
        (byte[] manifest, DataRoot root) = Write(Enumerable.Range(100_000, 20_000).Select(i => FileAt($"{i}")));
        var stream = new CountedStream(manifest);
        ManifestReader reader = ManifestReader.Open(stream, root);
        Assert.Equal(20_000, reader.Entries().Count());
        Assert.Equal(manifest.Length, stream.BytesRead);
        Assert.InRange(stream.Longest, 1, 64 << 10);
    }

    [Fact]
    public void One_entry_is_found_without_reading_the_whole_manifest()
    {
        (byte[] manifest, DataRoot root) = Write(Enumerable.Range(100_000, 40_000).Select(i => FileAt($"{i}", i)));
        var stream = new CountedStream(manifest);
        ManifestReader reader = ManifestReader.Open(stream, root);
        Assert.Equal(123_456, reader.Find(PathOf("123456"))!.Size);
        Assert.Null(reader.Find(PathOf("1")));
        Assert.Null(reader.Find(PathOf("2")));
        Assert.InRange(stream.BytesRead, 1, manifest.Length / 2);
    }

    [Fact]
    public void A_page_that_was_altered_stops_the_reading_at_that_page_and_says_which()
    {
        (byte[] manifest, DataRoot root) = Write(Enumerable.Range(100_000, 3000).Select(i => FileAt($"{i}")));
        ManifestReader reader = Open(manifest, root);
        manifest[16 + reader.Head.Pages[0].Length + 100] ^= 1;
        int read = 0;
        var fault = Assert.Throws<DataFormatException>(() =>
        {
            foreach (ManifestEntry _ in reader.Entries())
            {
                read++;
            }
        });
        Assert.Equal(1024, read);
        Assert.Equal("page 1", fault.Part);
        Assert.Throws<DataFormatException>(() => reader.ReadPage(1));
        Assert.Equal(1024, reader.ReadPage(0).Count);
    }

    [Fact]
    public async Task A_reading_that_waits_can_be_ended_between_two_pages()
    {
        (byte[] manifest, DataRoot root) = Write(Enumerable.Range(100_000, 3000).Select(i => FileAt($"{i}")));
        using var end = new CancellationTokenSource();
        int read = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ManifestEntry _ in Open(manifest, root).EntriesAsync(end.Token))
            {
                if (++read == 10)
                {
                    await end.CancelAsync();
                }
            }
        });
        Assert.Equal(1024, read);
    }

    [Fact]
    public void A_file_that_is_cut_while_it_is_read_ends_in_the_same_exception()
    {
        (byte[] manifest, DataRoot root) = Write(Enumerable.Range(100_000, 3000).Select(i => FileAt($"{i}")));
        var stream = new MemoryStream();
        stream.Write(manifest);
        ManifestReader reader = ManifestReader.Open(stream, root);
        stream.SetLength(100_000);
        Assert.Throws<DataFormatException>(() => reader.Entries().Count());
    }

    [Theory]
    [InlineData("a", "a/b")]
    [InlineData("b", "a")]
    [InlineData("a", "a")]
    [InlineData("a-b", "a/b")]
    public void An_entry_that_no_reader_would_take_is_refused_when_it_is_written(string first, string second)
    {
        var writer = new ManifestWriter(Stream.Null, ManifestTerms.ForContent());
        writer.Add(FileAt(first));
        Assert.Throws<ArgumentException>(() => writer.Add(FileAt(second)));
        Assert.Throws<InvalidOperationException>(() => writer.Finish());
    }

    [Theory]
    [InlineData(".adem")]
    [InlineData(".adem/emblem")]
    [InlineData("DIGITAL-EMBLEM-NOTICE.txt")]
    [InlineData("x")]
    [InlineData("x/y")]
    public void What_a_check_passes_over_cannot_be_listed(string path)
    {
        var writer = new ManifestWriter(Stream.Null, ManifestTerms.ForContent(PathOf("z"), PathOf("x")));
        Assert.Throws<ArgumentException>(() => writer.Add(FileAt(path)));
    }

    [Fact]
    public void An_exclusion_that_says_nothing_or_hides_the_sign_cannot_be_made()
    {
        Assert.Throws<ArgumentException>(() => ManifestTerms.ForContent(PathOf("a"), PathOf("a/b")));
        Assert.Throws<ArgumentException>(() => ManifestTerms.ForContent(PathOf("a"), PathOf("a")));
        Assert.Throws<ArgumentException>(() => ManifestTerms.ForContent(PathOf(".adem")));
    }

    [Fact]
    public void A_location_is_written_and_read_and_has_no_entries()
    {
        var place = new DataPlace(
            DomainName.Parse("db.society.example"),
            "postgresql",
            [new PlaceFact("system-identifier", "7"), new PlaceFact("database", "p")]);
        var writer = new ManifestWriter(Stream.Null, ManifestTerms.ForLocation(place));
        Assert.Throws<ArgumentException>(() => writer.Add(FileAt("a")));

        (byte[] manifest, DataRoot root) = Write([], ManifestTerms.ForLocation(place));
        ManifestHead head = Open(manifest, root).Head;
        Assert.Equal(DataKind.Location, head.Terms.Kind);
        Assert.Equal(["database", "system-identifier"], head.Terms.Place!.Facts.Select(f => f.Name));
    }

    [Fact]
    public void A_volume_names_the_generation_before()
    {
        (byte[] first, DataRoot root) = Write([FileAt("a")], ManifestTerms.ForVolume(1, null));
        (byte[] second, DataRoot next) = Write([FileAt("b")], ManifestTerms.ForVolume(2, root));
        Assert.Null(Open(first, root).Head.Terms.Previous);
        Assert.Equal(root, Open(second, next).Head.Terms.Previous);
        Assert.Throws<ArgumentException>(() => ManifestTerms.ForVolume(2, null));
        Assert.Throws<ArgumentException>(() => ManifestTerms.ForVolume(1, root));
    }

    [Fact]
    public void Who_has_the_token_and_the_tree_confirms_no_guess_and_who_has_the_manifest_confirms_the_right_one()
    {
        byte[][] guesses = [.. Enumerable.Range(0, 1000).Select(i => BitConverter.GetBytes(i))];
        ManifestEntry Of(byte[] guess) => ManifestEntry.File(PathOf("a"), guess.Length, ContentDigest.Of(guess));
        var stream = new MemoryStream();
        var writer = new ManifestWriter(stream, ManifestTerms.ForContent());
        writer.Add(Of(guesses[500]));
        DataRoot root = writer.Finish();

        Assert.DoesNotContain(guesses, guess =>
        {
            byte[] page = Raw.Array(Raw.Array(
                Raw.Unsigned(0), Raw.Path("a"), Raw.Unsigned(4), Raw.Bytes(ContentDigest.Of(guess).ToArray())));
            byte[][] heads = [.. ((byte[][])[new byte[32], Raw.Nonce]).Select(nonce => Raw.HeadOf(
                nonce: Raw.Bytes(nonce), files: 1, bytes: 4, pages: Raw.Array(Raw.PageOf(page))))];
            byte[][] hashes = [ContentDigest.Of(guess).ToArray(), ManifestPage.Digest(page).ToArray(), Sha256Digest.Of(page).ToArray()];
            return hashes.Select(h => DataRoot.FromBytes(h)).Concat(heads.Select(h => DataRoot.OfHead(h))).Contains(root);
        });
        ManifestEntry listed = ManifestReader.Open(stream, root).Entries().Single();
        Assert.Equal([500], guesses.Index().Where(g => Of(g.Item) == listed).Select(g => g.Index));
    }

    [Fact]
    public void The_name_of_the_manifest_file_begins_the_root() =>
        Assert.Equal("aaaaaaaaaaaaaaaa.manifest", DataRoot.Parse("adem-data:1:" + new string('a', 52)).ManifestFileName);

    private sealed class CountedStream(byte[] content) : MemoryStream(content)
    {
        public long BytesRead { get; private set; }

        public int Longest { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            int read = base.Read(buffer);
            (BytesRead, Longest) = (BytesRead + read, Math.Max(Longest, read));
            return read;
        }
    }
}
