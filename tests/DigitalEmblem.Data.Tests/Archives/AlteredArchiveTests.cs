using DigitalEmblem.Data.Archives;
using DigitalEmblem.Data.Tests.Marking;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Data.Tests.Archives;

/// <summary>What was altered in a marked archive is named, or the archive is not judged.</summary>
public sealed class AlteredArchiveTests : IDisposable
{
    private readonly ArchiveScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void One_changed_byte_is_found_by_the_name_of_its_member()
    {
        byte[] b = [.. Enumerable.Range(0, 5000).Select(i => unchecked((byte)(i * i >> 3)))];
        MarkZip(new RawMember("a", [1, 2, 3]), RawMember.Deflated("b", b), new RawMember("c", [4, 5, 6]));
        _scene.Write("a.tar", RawTar.Of(RawTar.File("a", "first"), RawTar.File("b", "second"), RawTar.File("c", "third")));
        _scene.Mark("a.tar", "b.tar");
        foreach (string name in (string[])["b.zip", "b.tar"])
        {
            byte[] bytes = File.ReadAllBytes(_scene.PathOf(name));
            using var stream = new MemoryStream(bytes);
            ArchiveMember member = ArchiveIndex.Read(stream).Members.Single(m => m.Path.ToText() == "b");
            bytes[member.Start + (member.StoredLength / 2)] ^= 1;
            _scene.Write("x", bytes);
            (DataCheck check, List<CheckedEntry> entries) = _scene.Check("x");
            Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
            Assert.Equal("b", Assert.Single(entries, e => e.Standing == EntryStanding.Changed).Path.ToText());
            Assert.Equal(2, check.Counts[EntryStanding.Covered]);
        }
    }

    [Fact]
    public void Missing_and_new_members_are_named()
    {
        (RawMember emblem, RawMember manifest) = MarkZip(new RawMember("a", [1]), new RawMember("b", [2]), new RawMember("c/", []));
        _scene.Write("x", RawZip.Of(new RawMember("b", [2]), new RawMember("c/", []), emblem, manifest));
        Assert.Equal("a", Assert.Single(_scene.Check("x").Entries, e => e.Standing == EntryStanding.Missing).Path.ToText());
        _scene.Write("x", RawZip.Of(
            new RawMember("a", [1]), new RawMember("b", [2]), new RawMember("c/", []), new RawMember("d", []), emblem, manifest));
        Assert.Equal(DataOutcome.NotAccepted, _scene.Check("x").Check.Outcome);
        Assert.Equal(DataOutcome.Marked, _scene.Check("x", allowsNew: true).Check.Outcome);
        Assert.Equal("d", Assert.Single(_scene.Check("x").Entries, e => e.Standing == EntryStanding.New).Path.ToText());
    }

    [Fact]
    public void Nothing_hides_in_the_folder_of_the_sign()
    {
        (RawMember emblem, RawMember manifest) = MarkZip(new RawMember("a", [1]));
        _scene.Write("x", RawZip.Of(new RawMember("a", [1]), emblem, manifest, new RawMember(".adem/tool", [1])));
        Assert.Equal(DataOutcome.NotAccepted, _scene.Check("x").Check.Outcome);
        _scene.Write("y", RawZip.Of(new RawMember("a", [1]), new RawMember(".adem/tool", [1])));
        Assert.Throws<DataFormatException>(() => _scene.Mark("y", "z"));
    }

    /// <summary>If it fails, a marked folder that people pack with its sign is said to have been changed.</summary>
    [Theory]
    [InlineData("tar", "cf", "a.tar")]
    [InlineData("zip", "-qr", "a.zip")]
    public async Task A_marked_folder_that_is_packed_as_it_is_is_a_marked_archive(string program, string how, string archive)
    {
        await MarkedTree.Marker().MarkAsync(_scene.Tree(), MarkedTree.Options);
        _scene.Run("sh", "-c", $"cd tree && {program} {how} ../{archive} {(program == "zip" ? "-y" : "")} .");
        (DataCheck check, List<CheckedEntry> entries) = _scene.Check(archive);
        Assert.Equal(DataOutcome.Marked, check.Outcome);
        Assert.Equal(".adem/state", Assert.Single(entries, e => e.Standing == EntryStanding.NotCovered).Path.ToText());
    }

    /// <summary>If it fails, a new archive is not as its own sign lists it.</summary>
    [Fact]
    public void A_second_name_of_a_sign_that_is_left_out_is_refused()
    {
        _scene.Write("x", RawTar.Of(RawTar.File(".adem/emblem"), RawTar.Link("kept", ".adem/emblem", '1')));
        Assert.Throws<DataFormatException>(() => _scene.Mark("x", "y"));
        Assert.False(File.Exists(_scene.PathOf("y")));
    }

    /// <summary>If it fails, the sign of a volume that was packed is said to be of no volume.</summary>
    [Fact]
    public async Task A_packed_volume_leaves_it_open_also_if_a_generation_is_asked_for()
    {
        await MarkedTree.Marker().MarkAsync(_scene.Tree(), MarkedTree.Options with { IsVolume = true });
        _scene.Run("tar", "cf", "volume.tar", "-C", "tree", ".");
        DataCheckOptions options = MarkedTree.CheckOptions with { LeastGeneration = 1 };
        DataCheck check = await ArchiveChecker.CheckAsync(_scene.PathOf("volume.tar"), options);
        Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
        _scene.Run("tar", "--delete", "-f", "volume.tar", "./.adem/" + Path.GetFileName(
            Directory.GetFiles(_scene.PathOf("tree/.adem"), "*.manifest").Single()));
        Assert.Equal(DataOutcome.Indeterminate, (await ArchiveChecker.CheckAsync(_scene.PathOf("volume.tar"), options)).Outcome);
    }

    [Fact]
    public void A_link_that_became_a_file_or_leads_elsewhere_is_changed()
    {
        const uint Link = 0xA1FF;
        (RawMember emblem, RawMember manifest) = MarkZip(new RawMember("a", "../x"u8.ToArray()) { Mode = Link });
        Assert.Equal(DataOutcome.Marked, _scene.Check("b.zip").Check.Outcome);
        foreach (RawMember other in (RawMember[])[new("a", "../x"u8.ToArray()), new("a", "../y"u8.ToArray()) { Mode = Link }])
        {
            _scene.Write("x", RawZip.Of(other, emblem, manifest));
            Assert.Equal(1, _scene.Check("x").Check.Counts[EntryStanding.Changed]);
        }
    }

    [Fact]
    public void A_sign_that_was_copied_is_not_accepted_a_lost_manifest_leaves_it_open_and_a_wrong_token_is_invalid()
    {
        (RawMember emblem, RawMember manifest) = MarkZip(new RawMember("a", [1]));
        _scene.Write("x", RawZip.Of(new RawMember("other", [9]), emblem, manifest));
        Assert.Equal(DataOutcome.NotAccepted, _scene.Check("x").Check.Outcome);
        _scene.Write("x", RawZip.Of(new RawMember("a", [1]), emblem));
        Assert.Equal(DataOutcome.Indeterminate, _scene.Check("x").Check.Outcome);
        byte[] altered = [.. manifest.Content];
        altered[20] ^= 1;
        _scene.Write("x", RawZip.Of(new RawMember("a", [1]), emblem, new RawMember(manifest.Name, altered)));
        Assert.Equal(DataOutcome.Indeterminate, _scene.Check("x").Check.Outcome);
        _scene.Write("x", RawZip.Of(new RawMember("a", [1]), new RawMember(emblem.Name, [1, 2, 3]), manifest));
        Assert.Equal(DataOutcome.Invalid, _scene.Check("x").Check.Outcome);
        _scene.Write("x", RawZip.Of(new RawMember("a", [1])));
        Assert.Equal(DataOutcome.NotMarked, _scene.Check("x").Check.Outcome);
        TrustPolicy more = TrustPolicy.Default with { RequiredPurposes = Purposes.CulturalProperty };
        Assert.Equal(DataOutcome.NotAccepted, _scene.Check("b.zip", policy: more).Check.Outcome);
    }

    [Fact]
    public void A_bomb_is_unpacked_no_further_than_its_size_is_listed()
    {
        byte[] bomb = RawMember.Deflated("a", new byte[64 << 20]).Stored;
        (RawMember emblem, RawMember manifest) = MarkZip(new RawMember("a", new byte[10]));
        foreach (uint size in (uint[])[10, 64 << 20])
        {
            var member = new RawMember("a", new byte[10]) { Stored = bomb, Method = 8, Size = size };
            _scene.Write("x", RawZip.Of(member, emblem, manifest));
            Assert.Equal(EntryStanding.Changed, Assert.Single(_scene.Check("x").Entries).Standing);
        }

        using var stream = new MemoryStream(RawZip.Of(new RawMember("a", new byte[10]) { Stored = bomb, Method = 8 }));
        long read = 0;
        using var content = new MemberContent(stream, CancellationToken.None) { Advanced = count => read += count };
        Assert.Equal(MemberFault.OtherSize, content.Read(ArchiveIndex.Read(stream).Members[0], 10, out _));
        Assert.True(read <= 10);
        var huge = new RawMember(".adem/emblem", new byte[10]) { Stored = bomb, Method = 8, Size = 64 << 20 };
        _scene.Write("x", RawZip.Of(huge));
        Assert.Equal(DataOutcome.Invalid, _scene.Check("x").Check.Outcome);
    }

    [Fact]
    public void Bytes_behind_compressed_content_leave_it_open()
    {
        byte[] text = "content"u8.ToArray();
        (RawMember emblem, RawMember manifest) = MarkZip(new RawMember("a", text));
        _scene.Write("x", RawZip.Of(RawMember.Deflated("a", text), emblem, manifest));
        Assert.Equal(DataOutcome.Marked, _scene.Check("x").Check.Outcome);
        foreach (int more in (int[])[1, 2, 100, 20_000])
        {
            _scene.Write("x", RawZip.Of(RawMember.Deflated("a", text, after: new byte[more]), emblem, manifest));
            Assert.Equal(DataOutcome.Indeterminate, _scene.Check("x").Check.Outcome);
            Assert.Throws<DataFormatException>(() => _scene.Mark("x", "y"));
        }
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("tar")]
    public void No_flipped_byte_and_no_cut_makes_an_exception_or_another_content_marked(string extension)
    {
        _scene.Write("a", extension == "zip"
            ? RawZip.Of(new RawMember("a", [1, 2]), RawMember.Deflated("b", new byte[500]))
            : RawTar.Of(RawTar.File("a", "12"), RawTar.Link("b", "a")));
        _scene.Mark("a", "b");
        byte[] good = File.ReadAllBytes(_scene.PathOf("b"));
        string expected = Listing(good);
        for (int i = 0; i < good.Length; i += good[i] == 0 ? 97 : 11)
        {
            byte[] bytes = [.. good];
            bytes[i] ^= (byte)(1 << (i % 8));
            _scene.Write("x", bytes);
            if (_scene.Check("x").Check.Outcome == DataOutcome.Marked)
            {
                Assert.Equal(expected, Listing(bytes));
            }
        }

        for (int length = 0; length < good.Length; length += 173)
        {
            _scene.Write("x", good[..length]);
            bool isOnlyPadding = extension == "tar" && length >= 1024 && !good.AsSpan(length - 1024).ContainsAnyExcept((byte)0);
            Assert.True(isOnlyPadding || _scene.Check("x").Check.Outcome == DataOutcome.Indeterminate, $"{length}");
        }
    }

    private static string Listing(byte[] archive)
    {
        using var stream = new MemoryStream(archive);
        return string.Join('\n', ArchiveIndex.Read(stream).Members.Select(m => $"{m.Path} {m.Kind} {m.Size}"));
    }

    // A marked ZIP b.zip of some members, and its sign as members for others.
    private (RawMember Emblem, RawMember Manifest) MarkZip(params RawMember[] members)
    {
        _scene.Write("a.zip", RawZip.Of(members));
        DataMarked marked = _scene.Mark("a.zip", "b.zip");
        using FileStream stream = File.OpenRead(_scene.PathOf("b.zip"));
        string name = ".adem/" + marked.Root.ManifestFileName;
        ArchiveMember manifest = ArchiveIndex.Read(stream).Find(marked.Root.ManifestFileName)!;
        return (
            new RawMember(".adem/emblem", marked.Sign.ToArray()),
            new RawMember(name, StreamBytes.Read(stream, manifest.Start, (int)manifest.Size)));
    }
}
