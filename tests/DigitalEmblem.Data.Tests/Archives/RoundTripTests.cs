using DigitalEmblem.Data.Tests.Marking;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Data.Tests.Archives;

/// <summary>Archives that Debian's programs and Python make are marked, and are what they were.</summary>
public sealed class RoundTripTests : IDisposable
{
    private const string Walk = "import os; names=[os.path.join(d,n) for d,_,f in os.walk('.') for n in sorted(f)];";

    private readonly ArchiveScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Theory]
    [InlineData("zip", "zip -q -r -y ../a.zip .")]
    [InlineData("zip", "zip -q -0 -r -y ../a.zip a.txt folder folder.txt Gr*")]
    [InlineData("zip", "find . -type f | sort | zip -q -@ - > ../a.zip")]
    [InlineData("tar", "tar -cf ../a.tar .")]
    [InlineData("tar", "tar -cf ../a.tar a.txt folder folder.txt Gr*")]
    [InlineData("tar", "tar --format=pax -cf ../a.tar .")]
    [InlineData("tar", "ln a.txt second && tar --format=ustar --exclude='Gr*' -cf ../a.tar .")]
    [InlineData("tar", "tar --format=pax --exclude='Gr*' -cf - . | cat > ../a.tar && mkfifo pipe && tar -rf ../a.tar pipe")]
    public void What_programs_make_is_marked_and_checked(string extension, string command)
    {
        _scene.Tree();
        _scene.Run("sh", "-c", "cd tree && " + command);
        RoundTrip(extension);
    }

    [Theory]
    [InlineData("zip", Walk + "import zipfile; z=zipfile.ZipFile('../a.zip','w',8); [z.write(n) for n in names]; z.close()")]
    [InlineData("zip", Walk + "import zipfile; z=zipfile.ZipFile('../a.zip','w',0); [z.write(n) for n in names]; z.close()")]
    [InlineData("zip", "import zipfile; z=zipfile.ZipFile('../a.zip','w',8); f=z.open('big','w',force_zip64=True); f.write(b'x'*99999); "
        + "f.close(); z.writestr('a','a'); z.close()")]
    [InlineData("zip", "import sys,zipfile\nclass P:\n def write(s,b): o.write(b); return len(b)\n def flush(s): pass\n"
        + "o=open('../a.zip','wb'); z=zipfile.ZipFile(P(),'w',8); z.writestr('a','a'*999); z.writestr('b','b'); z.close(); o.close()")]
    [InlineData("tar", "import tarfile; t=tarfile.open('../a.tar','w',format=tarfile.PAX_FORMAT); t.add('.'); t.close()")]
    [InlineData("tar", "import tarfile; t=tarfile.open('../a.tar','w',format=tarfile.GNU_FORMAT); t.add('.'); t.close()")]
    public void What_Python_makes_is_marked_and_checked(string extension, string code)
    {
        _scene.Tree();
        _scene.Run("sh", "-c", "cd tree && python3 -c \"$0\"", code);
        RoundTrip(extension);
    }

    [Theory]
    [InlineData("zip", "zip -q -r -y ../a.zip . -x 'Gr*'", "python3 -m zipfile -e b.zip out", 3)]
    [InlineData("tar", "tar -cf ../a.tar .", "mkdir out && tar -xf b.tar -C out", 4)]
    public void Unpacked_it_is_a_marked_folder(string extension, string command, string unpack, int files)
    {
        _scene.Tree();
        _scene.Run("sh", "-c", "cd tree && " + command);
        DataMarked marked = _scene.Mark("a." + extension, "b." + extension);
        _scene.Run("sh", "-c", unpack);
        Assert.Equal(marked.Sign.ToArray(), File.ReadAllBytes(_scene.PathOf("out/.adem/emblem")));
        using FileStream manifest = File.OpenRead(_scene.PathOf("out/.adem/" + marked.Root.ManifestFileName));
        var reader = ManifestReader.Open(manifest, marked.Root);
        foreach (ManifestEntry entry in reader.Entries().Where(e => e.Kind == EntryKind.File))
        {
            string path = _scene.PathOf("out/" + entry.Path.ToText());
            Assert.Equal(entry.Digest, ContentDigest.Of(File.ReadAllBytes(path)));
        }

        Assert.Equal(files, reader.Head.Files);
    }

    [Fact]
    public void A_marked_archive_is_marked_anew_and_has_one_sign()
    {
        foreach (string extension in (string[])["zip", "tar"])
        {
            _scene.Write("a." + extension, extension == "zip"
                ? RawZip.Of(new RawMember("a", "1"u8.ToArray()))
                : RawTar.Of(RawTar.File("a", "1")));
            DataMarked first = _scene.Mark("a." + extension, "b." + extension);
            DataMarked second = _scene.Mark("b." + extension, "c." + extension);
            Assert.NotEqual(first.Root, second.Root);
            Assert.Equal(DataOutcome.Marked, _scene.Check("b." + extension).Check.Outcome);
            (DataCheck check, List<CheckedEntry> entries) = _scene.Check("c." + extension);
            Assert.Equal((DataOutcome.Marked, second.Root), (check.Outcome, check.Root));
            Assert.Equal([EntryStanding.Covered], entries.Select(e => e.Standing));
        }
    }

    [Fact]
    public void More_members_than_16_bits_count_take_the_64_bit_form()
    {
        const int Count = 65_534;
        _scene.Write("a.zip", RawZip.Of([.. Enumerable.Range(0, Count).Select(i => new RawMember($"{i:x}", [(byte)(i % 256)]))]));
        _scene.Mark("a.zip", "b.zip");
        (DataCheck check, _) = _scene.Check("b.zip");
        Assert.Equal((DataOutcome.Marked, (long)Count), (check.Outcome, check.Counts[EntryStanding.Covered]));
        _scene.Python("import zipfile; assert len(zipfile.ZipFile('b.zip').namelist()) == 65536");
        _scene.Mark("b.zip", "c.zip");
        Assert.Equal(DataOutcome.Marked, _scene.Check("c.zip").Check.Outcome);
    }

    [Fact]
    public void The_old_archive_is_not_written_to_and_nothing_is_replaced()
    {
        byte[] old = RawZip.Of(new RawMember("a", "1"u8.ToArray()));
        _scene.Write("a.zip", old);
        _scene.Mark("a.zip", "b.zip");
        Assert.Throws<IOException>(() => _scene.Mark("a.zip", "b.zip"));
        Assert.Throws<IOException>(() => _scene.Mark("a.zip", "a.zip"));
        Assert.Equal(old, File.ReadAllBytes(_scene.PathOf("a.zip")));
        Assert.Equal(["a.zip", "b.zip"], Directory.GetFiles(_scene.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_marking_that_is_stopped_or_whose_archive_changes_leaves_nothing()
    {
        _scene.Write("a.zip", RawZip.Of(new RawMember("a", new byte[300_000]), new RawMember("b", [1])));
        using var stop = new CancellationTokenSource();
        var marker = new ArchiveMarker(Signs.DataScene.Signer(), new SettableClock(TestTokens.Now));
        DataMarkOptions Options(Action act) => new() { Lifetime = TimeSpan.FromDays(1), Progress = new At(act) };
        Assert.ThrowsAny<OperationCanceledException>(() => marker.MarkAsync(
            _scene.PathOf("a.zip"), _scene.PathOf("b.zip"), Options(stop.Cancel), stop.Token).GetAwaiter().GetResult());
        Assert.Throws<IOException>(() => marker.MarkAsync(
            _scene.PathOf("a.zip"),
            _scene.PathOf("b.zip"),
            Options(() => File.SetLastWriteTimeUtc(_scene.PathOf("a.zip"), DateTime.UnixEpoch))).GetAwaiter().GetResult());
        Assert.Throws<IOException>(() => marker.MarkAsync(
            _scene.PathOf("a.zip"),
            _scene.PathOf("b.zip"),
            Options(() => File.WriteAllText(_scene.PathOf("b.zip"), "came meanwhile"))).GetAwaiter().GetResult());
        Assert.Equal("came meanwhile", File.ReadAllText(_scene.PathOf("b.zip")));
        Assert.Equal(["a.zip", "b.zip"], Directory.GetFiles(_scene.Folder).Select(Path.GetFileName).Order());
    }

    private sealed class At(Action act) : IProgress<DataProgress>
    {
        public void Report(DataProgress value) => act();
    }

    [Fact]
    public void A_notice_is_written_replaced_and_compared_and_another_file_of_its_name_is_not()
    {
        DataMarkOptions notice = new() { Lifetime = TimeSpan.FromDays(1), WritesNotice = true };
        foreach (string extension in (string[])["zip", "tar"])
        {
            byte[] Of(params (string Name, string Content)[] members) => extension == "zip"
                ? RawZip.Of([.. members.Select(m => new RawMember(m.Name, System.Text.Encoding.UTF8.GetBytes(m.Content)))])
                : RawTar.Of([.. members.Select(m => RawTar.File(m.Name, m.Content))]);
            string a = "a." + extension, b = "b." + extension, c = "c." + extension;
            _scene.Write(a, Of(("a", "1")));
            _scene.Mark(a, b, notice);
            (DataCheck check, List<CheckedEntry> entries) = _scene.Check(b);
            Assert.Equal((DataOutcome.Marked, false), (check.Outcome, check.NoticeChanged));
            Assert.Equal(DataNotice.FileName, Assert.Single(entries, e => e.Standing == EntryStanding.NotCovered).Path.ToText());
            _scene.Mark(b, c);
            Assert.Equal((DataOutcome.Marked, false), (_scene.Check(c).Check.Outcome, _scene.Check(c).Check.NoticeChanged));

            _scene.Write(a, Of(("a", "1"), (DataNotice.FileName, "Call me.")));
            Assert.Throws<DataFormatException>(() => _scene.Mark(a, "d." + extension, notice));
            _scene.Mark(a, "d." + extension);
            (check, _) = _scene.Check("d." + extension);
            Assert.Equal((DataOutcome.Marked, true), (check.Outcome, check.NoticeChanged));
            Assert.EndsWith("is not the text for this sign.", check.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Excluded_members_are_not_covered()
    {
        _scene.Write("a.tar", RawTar.Of(RawTar.File("./a"), RawTar.File("./log/x"), RawTar.File("./logs")));
        _scene.Mark("a.tar", "b.tar", new DataMarkOptions { Lifetime = TimeSpan.FromDays(1), Exclusions = [EntryPath.Of("log"u8)] });
        (DataCheck check, List<CheckedEntry> entries) = _scene.Check("b.tar");
        Assert.Equal(DataOutcome.Marked, check.Outcome);
        Assert.Equal("log/x", Assert.Single(entries, e => e.Standing == EntryStanding.NotCovered).Path.ToText());
    }

    [Fact]
    public void A_marked_folder_that_was_packed_as_it_is_is_a_marked_archive()
    {
        _scene.Tree();
        _scene.Run("sh", "-c", "cd tree && zip -q -r -y ../a.zip . && tar -cf ../a.tar .");
        _scene.Mark("a.tar", "b.tar");
        _scene.Run("sh", "-c", "mkdir out && cd out && tar -xf ../b.tar && zip -q -9 -r -y ../c.zip . && tar -cf ../c.tar .");
        Assert.Equal(DataOutcome.Marked, _scene.Check("c.zip").Check.Outcome);
        Assert.Equal(DataOutcome.Marked, _scene.Check("c.tar").Check.Outcome);
    }

    /// <summary>A folder on disk also has a state for updates, and perhaps a list that waits for the next sign.</summary>
    [Theory]
    [InlineData("tar")]
    [InlineData("zip")]
    public async Task What_a_marked_folder_has_for_its_next_sign_is_no_difference_when_it_is_packed(string extension)
    {
        _scene.Tree();
        string tree = _scene.PathOf("tree"), to = "packed." + extension;
        await MarkedTree.Marker().MarkAsync(tree, MarkedTree.Options);
        DataPrepared prepared = await new DataPreparer().PrepareAsync(tree);
        string pack = extension == "zip" ? "rm -f ../packed.zip && zip -q -r -y ../packed.zip ." : "tar -cf ../packed.tar .";
        _scene.Run("sh", "-c", $"cd tree && {pack}");
        (DataCheck check, List<CheckedEntry> entries) = _scene.Check(to);
        Assert.True(check.Outcome == DataOutcome.Marked, check.Reason);
        string list = ".adem/" + Path.GetFileName(prepared.ManifestPath);
        Assert.Equal(
            (string[])[".adem/state", list],
            entries.Where(e => e.Path.ToText()!.StartsWith(".adem/", StringComparison.Ordinal) && e.Standing == EntryStanding.NotCovered)
                .Select(e => e.Path.ToText()!).OrderByDescending(p => p.Length < list.Length));

        // Anything else does not hide under their names.
        foreach (string name in (string[])[list, ".adem/state"])
        {
            string path = Path.Combine(tree, name);
            byte[] good = await File.ReadAllBytesAsync(path);
            await File.WriteAllBytesAsync(path, [.. good.Select(b => (byte)(b ^ 1))]);
            _scene.Run("sh", "-c", $"cd tree && {pack}");
            (check, entries) = _scene.Check(to);
            Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
            Assert.Equal(name, Assert.Single(entries, e => e.Standing == EntryStanding.New).Path.ToText());
            await File.WriteAllBytesAsync(path, good);
        }
    }

    private void RoundTrip(string extension)
    {
        string from = "a." + extension, to = "b." + extension;
        byte[] old = File.ReadAllBytes(_scene.PathOf(from));
        DataMarked marked = _scene.Mark(from, to);
        Assert.Equal(old, File.ReadAllBytes(_scene.PathOf(from)));
        (DataCheck check, List<CheckedEntry> entries) = _scene.Check(to);
        Assert.True(check.Outcome == DataOutcome.Marked, $"{check.Outcome}: {check.Reason}");
        Assert.All(entries, e => Assert.True(e.Standing is EntryStanding.Covered or EntryStanding.NotCovered));
        Assert.Equal(marked.Files, entries.Count(e => e.Kind == EntryKind.File));
        // One run for both: what is listed and unpacked of them is equal.
        const string List = "\nimport sys; a=listing(sys.argv[1]); b=listing(sys.argv[2]); assert a and a==b, (a,b)";
        string listing = extension == "zip"
            ? "import zipfile\ndef listing(n):\n z=zipfile.ZipFile(n); assert z.testzip() is None\n return [(i.filename, i.file_size, "
                + "i.CRC, i.external_attr, i.date_time) for i in z.infolist() if not i.filename.startswith('.adem')]"
            : "import tarfile\ndef listing(n):\n t=tarfile.open(n)\n return [(m.name, m.size, m.type, m.linkname, m.mode, m.mtime, "
                + "m.isfile() and t.extractfile(m).read()) for m in t if not m.name.startswith('.adem')]";
        _scene.Run("python3", "-S", "-c", listing + List, from, to);
        Assert.Equal(DataOutcome.NotMarked, _scene.Check(from).Check.Outcome);
    }
}
