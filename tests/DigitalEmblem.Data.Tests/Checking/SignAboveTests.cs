using DigitalEmblem.Data.Files;
using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Marking;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Data.Tests.Checking;

/// <summary>
/// Something in a marked folder is judged by the sign above it. If one fails, a file passes as marked that no sign lists, or a sign counts
/// that a stranger put into a folder above.
/// </summary>
public sealed class SignAboveTests : IDisposable
{
    private const UnixFileMode Everyone = (UnixFileMode)0x1ED;

    private readonly MarkedTree _marked = new MarkedTree().AddFiles(100);

    public void Dispose() => _marked.Dispose();

    [Fact]
    public async Task A_file_is_compared_alone_and_the_answer_says_so()
    {
        DataMarked marked = await _marked.MarkAsync();
        File.AppendAllText(_marked.At("d4/f4.txt"), "x");
        (DataCheck check, List<CheckedEntry> entries) = await CheckAsync("d3/f3.txt");
        Assert.Equal(
            (
                DataOutcome.Marked,
                "The one listed file is here as listed. Only 'd3/f3.txt' was checked, and nothing else that the sign covers."),
            (check.Outcome, check.Reason));
        Assert.Equal(("d3/f3.txt", FoundPlace.Folder, marked.SignPath), (check.Part?.ToString(), check.Place, check.SignPath));
        Assert.Equal(["Covered d3/f3.txt"], entries.Select(Text));
        Assert.Equal(new FileInfo(_marked.At("d3/f3.txt")).Length, check.BytesCovered);

        (check, entries) = await CheckAsync("d4/f4.txt");
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
        Assert.StartsWith("1 of 1 file is changed: d4/f4.txt. Only 'd4/f4.txt' was checked", check.Reason, StringComparison.Ordinal);
        Assert.Equal(["Changed d4/f4.txt"], entries.Select(Text));
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task A_folder_is_compared_with_what_is_listed_at_and_below_it()
    {
        _marked.Tree.AddFolder("d3/empty").AddFile("d3.txt").AddFile("d3/deep/er/file").AddLink("d3link", "d3");
        await _marked.MarkAsync();
        File.AppendAllText(_marked.At("d4/f4.txt"), "x");
        (DataCheck check, List<CheckedEntry> entries) = await CheckAsync("d3");
        Assert.Equal((DataOutcome.Marked, "d3", 12), (check.Outcome, check.Part?.ToString(), entries.Count));
        Assert.All(entries, e => Assert.StartsWith("d3/", e.Path.ToString(), StringComparison.Ordinal));
        Assert.Equal((DataOutcome.Marked, 1), await OutcomeAsync("d3/empty"));
        Assert.Equal((DataOutcome.Marked, 1), await OutcomeAsync("d3/deep/er"));

        File.Delete(_marked.At("d3/f3.txt"));
        File.AppendAllText(_marked.At("d3/f13.txt"), "x");
        _marked.Tree.AddFile("d3/new").AddFile("d3/empty/new");
        Assert.Equal(
            ["New d3/empty/new", "Changed d3/f13.txt", "Missing d3/f3.txt", "New d3/new"],
            (await CheckAsync("d3")).Entries.Where(e => e.Standing != EntryStanding.Covered).Select(Text));
    }

    [Theory]
    [InlineData("new", "'new' is not listed: the sign says nothing of it.")]
    [InlineData("d3/new/deep", "'d3/new/deep' is not listed: the sign says nothing of it.")]
    [InlineData("newfolder", "'newfolder' is not listed: the sign says nothing of it.")]
    [InlineData("cache/file", "'cache/file' is not listed: the sign excludes it, and says nothing of it.")]
    [InlineData("cache", "'cache' is not listed: the sign excludes it, and says nothing of it.")]
    [InlineData("pipe", "'pipe' is named and not covered: the sign says nothing of what is in it.")]
    [InlineData(".adem/state", "'.adem/state' is one of the sign's own files, which no sign lists. Name the folder that it marks.")]
    [InlineData(
        DataNotice.FileName,
        "'DIGITAL-EMBLEM-NOTICE.txt' is one of the sign's own files, which no sign lists. Name the folder that it marks.")]
    public async Task What_the_sign_does_not_list_is_never_marked(string path, string reason)
    {
        _marked.Tree.AddFile("cache/file").AddPipe("pipe");
        await _marked.MarkAsync(MarkedTree.Options with { Exclusions = [EntryPath.Of("cache"u8)], WritesNotice = true });
        _marked.Tree.AddFile("new").AddFile("d3/new/deep").AddFile("newfolder/file");
        foreach (bool allowsNew in (bool[])[false, true])
        {
            (DataCheck check, _) = await MarkedTree.CheckAsync(
                _marked.At(path), MarkedTree.CheckOptions with { AllowsNew = allowsNew });
            Assert.Equal((DataOutcome.NotAccepted, reason), (check.Outcome, check.Reason));
            Assert.Equal(path, check.Part?.ToString());
        }
    }

    [Fact]
    public async Task A_file_in_the_place_of_a_folder_and_a_folder_in_the_place_of_a_file_differ()
    {
        await _marked.MarkAsync();
        Directory.Delete(_marked.At("d3"), recursive: true);
        _marked.Tree.AddFile("d3");
        File.Delete(_marked.At("d4/f4.txt"));
        _marked.Tree.AddFile("d4/f4.txt/file");
        Assert.Equal((DataOutcome.NotAccepted, 11), await OutcomeAsync("d3"));
        Assert.Equal(["Missing d4/f4.txt", "New d4/f4.txt/file"], (await CheckAsync("d4/f4.txt")).Entries.Select(Text));
    }

    [Fact]
    public async Task The_whole_manifest_is_read_for_one_file()
    {
        // The entries of another page are not in order, and those of the file's page are.
        byte[] head = Raw.HeadFor(3, Raw.Page("d3/f3.txt"), Raw.Page("z", "y"));
        var root = DataRoot.OfHead(head);
        Directory.CreateDirectory(_marked.SignFolder);
        await File.WriteAllBytesAsync(
            Path.Combine(_marked.SignFolder, root.ManifestFileName), Raw.Manifest(head, Raw.Page("d3/f3.txt"), Raw.Page("z", "y")));
        await File.WriteAllBytesAsync(_marked.SignPath, DataScene.Signer().Sign(root, TestTokens.Now, DataScene.Lifetime));
        foreach (string path in (string[])["d3/f3.txt", "d4/f4.txt", "d5", ".adem/emblem"])
        {
            (DataCheck check, _) = await CheckAsync(path);
            Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
            Assert.StartsWith("The manifest is not the one that the sign names.", check.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_invalid_sign_above_and_a_lost_manifest_are_what_they_are_for_the_whole()
    {
        await _marked.MarkAsync();
        (DataCheck check, List<CheckedEntry> entries) = await MarkedTree.CheckAsync(
            _marked.At("d3/f3.txt"), MarkedTree.CheckOptions with { At = TestTokens.Now.AddDays(8) });
        Assert.Equal((DataOutcome.Invalid, 0), (check.Outcome, entries.Count));
        File.Delete(_marked.ManifestPath);
        Assert.Equal(DataOutcome.Indeterminate, (await CheckAsync("d3/f3.txt")).Check.Outcome);
        File.WriteAllText(_marked.SignPath, "junk");
        Assert.Equal(DataOutcome.Invalid, (await CheckAsync("d3/f3.txt")).Check.Outcome);
    }

    [Fact]
    public async Task A_sign_that_a_stranger_planted_above_is_not_believed()
    {
        // CVE-2022-24765 of git: a folder that all may write in, above the folder of a victim.
        using var planted = new MarkedTree();
        planted.Tree.AddFile("victim/file");
        await planted.MarkAsync();
        TestTree.Run("chown", "-R", "65533", planted.SignFolder);
        TestTree.Run("chown", "65533", planted.FullPath);
        foreach (string path in (string[])["victim/file", "victim"])
        {
            (DataCheck check, List<CheckedEntry> entries) = await MarkedTree.CheckAsync(planted.At(path));
            Assert.Equal((DataOutcome.Indeterminate, 0), (check.Outcome, entries.Count));
            Assert.Contains("belongs neither to root nor to the owner of", check.Reason, StringComparison.Ordinal);
        }

        // For the planter's own file, and for a sign of root, it is believed.
        TestTree.Run("chown", "65533", planted.At("victim/file"));
        Assert.Equal(DataOutcome.Marked, (await MarkedTree.CheckAsync(planted.At("victim/file"))).Check.Outcome);
        TestTree.Run("chown", "0", planted.SignFolder);
        TestTree.Run("chown", "65532", planted.At("victim/file"));
        Assert.Equal(DataOutcome.Marked, (await MarkedTree.CheckAsync(planted.At("victim/file"))).Check.Outcome);
    }

    [Fact]
    public async Task The_nearest_sign_counts()
    {
        _marked.Tree.AddFile("d3/inner/file");
        await _marked.MarkAsync();
        DataMarked inner = await MarkedTree.Marker().MarkAsync(_marked.At("d3"), MarkedTree.Options);
        DataMarked beside = await MarkedTree.Marker().MarkAsync(_marked.At("d3/f3.txt"), MarkedTree.Options);
        Assert.Equal(inner.Root, (await CheckAsync("d3/inner/file")).Check.Root);
        (DataCheck check, _) = await CheckAsync("d3/f3.txt");
        Assert.Equal((beside.Root, null, FoundPlace.File), (check.Root, check.Part, check.Place));
        (check, _) = await CheckAsync("d3");
        Assert.Equal((inner.Root, null), (check.Root, check.Part));
    }

    [Fact]
    public async Task What_stands_in_the_place_of_a_nearer_sign_leaves_it_open_and_an_empty_folder_there_does_not()
    {
        await _marked.MarkAsync();
        Directory.CreateDirectory(_marked.At("d3/.adem"));
        Assert.Equal(DataOutcome.Marked, (await OutcomeAsync("d3/f3.txt")).Outcome);
        Directory.Delete(_marked.At("d3/.adem"));
        _marked.Tree.AddLink("d3/.adem", _marked.SignFolder);
        Assert.Equal(DataOutcome.Indeterminate, (await OutcomeAsync("d3/f3.txt")).Outcome);
        File.Delete(_marked.At("d3/.adem"));
        _marked.Tree.AddPipe("d3/.adem");
        Assert.Equal(DataOutcome.Indeterminate, (await OutcomeAsync("d3/f3.txt")).Outcome);
    }

    [Fact]
    public async Task Links_in_the_path_are_followed_first()
    {
        await _marked.MarkAsync();
        using var other = new MarkedTree();
        other.Tree.AddFile("outside").AddLink("tree", _marked.FullPath).AddLink("folder", _marked.At("d3"))
            .AddLink("file", _marked.At("d3/f3.txt")).AddLink("nowhere", "nothing").AddLink("loop", "loop");
        foreach ((string path, string part) in ((string, string)[])
            [("tree/d3/f3.txt", "d3/f3.txt"), ("folder/f3.txt", "d3/f3.txt"), ("folder", "d3"), ("file", "d3/f3.txt")])
        {
            (DataCheck check, _) = await MarkedTree.CheckAsync(other.At(path));
            Assert.Equal((DataOutcome.Marked, part), (check.Outcome, check.Part?.ToString()));
        }

        // What a listed link leads to is not marked by that.
        _marked.Tree.AddLink("out", other.At("outside")).AddLink("outfolder", other.FullPath);
        await _marked.MarkAsync();
        Assert.Equal((DataOutcome.NotMarked, 0), await OutcomeAsync("out"));
        Assert.Equal((DataOutcome.NotMarked, 0), await OutcomeAsync("outfolder/outside"));
        Assert.Equal(DataOutcome.Indeterminate, (await MarkedTree.CheckAsync(other.At("nowhere"))).Check.Outcome);
        Assert.Equal(DataOutcome.Indeterminate, (await MarkedTree.CheckAsync(other.At("loop"))).Check.Outcome);
    }

    [Fact]
    public async Task A_mount_ends_the_way()
    {
        using var outside = new MarkedTree().AddFiles(10);
        _marked.Tree.AddFolder("mount").AddFile("file");
        await _marked.MarkAsync();
        string mount = _marked.At("mount"), file = _marked.At("file");
        if (!TestTree.TryMount(outside.FullPath, mount))
        {
            return;
        }

        try
        {
            Assert.True(TestTree.TryMount(outside.At("d1/f1.txt"), file));
            foreach (string path in (string[])["mount/d1/f1.txt", "mount/d1", "mount"])
            {
                (DataCheck check, _) = await CheckAsync(path);
                Assert.Equal(DataOutcome.NotMarked, check.Outcome);
                Assert.EndsWith($"up to '{mount}', where its file system begins.", check.Reason, StringComparison.Ordinal);
            }

            (DataCheck mounted, _) = await CheckAsync("file");
            Assert.Equal(DataOutcome.Indeterminate, mounted.Outcome);
            Assert.Contains("is mounted here by itself", mounted.Reason, StringComparison.Ordinal);
        }
        finally
        {
            TestTree.Run("umount", mount);
            TestTree.Run("umount", file);
        }
    }

    [Fact]
    public async Task A_folder_on_the_way_that_cannot_be_entered_leaves_it_open_and_one_that_cannot_be_listed_does_not()
    {
        _marked.Tree.AddFile("d3/a/b/file");
        await _marked.MarkAsync();
        File.SetUnixFileMode(_marked.FullPath, Everyone);

        // Its names may not be read, and it may be entered: that is enough to see whether a sign is in it.
        File.SetUnixFileMode(_marked.At("d3"), (UnixFileMode)0x49);
        Assert.Equal(DataOutcome.Marked, Unprivileged.Run(() => OutcomeAsync("d3/a/b/file")).Outcome);
        File.SetUnixFileMode(_marked.At("d3"), (UnixFileMode)0x124);
        Assert.Equal(DataOutcome.Indeterminate, Unprivileged.Run(() => OutcomeAsync("d3/a/b/file")).Outcome);
        File.SetUnixFileMode(_marked.SignFolder, UnixFileMode.UserRead);
        Assert.Equal(DataOutcome.Indeterminate, Unprivileged.Run(() => OutcomeAsync("d4/f4.txt")).Outcome);
    }

    [Fact]
    public async Task A_part_that_cannot_be_read_leaves_it_open()
    {
        await _marked.MarkAsync();
        File.SetUnixFileMode(_marked.FullPath, Everyone);
        File.SetUnixFileMode(_marked.At("d3/f3.txt"), UnixFileMode.None);
        (DataCheck check, _) = Unprivileged.Run(() => CheckAsync("d3/f3.txt"));
        Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
        Assert.StartsWith("1 of 1 file could not be read: d3/f3.txt.", check.Reason, StringComparison.Ordinal);
        Assert.Equal(DataOutcome.Indeterminate, Unprivileged.Run(() => CheckAsync("d3")).Check.Outcome);
        Assert.Equal(DataOutcome.Marked, Unprivileged.Run(() => CheckAsync("d4")).Check.Outcome);
    }

    [Fact]
    public async Task A_name_in_another_Unicode_form_is_left_to_a_check_of_the_whole()
    {
        _marked.Tree.AddFile("caf\u00e9/file").AddFile("plain/e\u0301");
        await _marked.MarkAsync();
        Directory.Move(_marked.At("caf\u00e9"), _marked.At("cafe\u0301"));
        File.Move(_marked.At("plain/e\u0301"), _marked.At("plain/\u00e9"));
        foreach (string path in (string[])["cafe\u0301", "cafe\u0301/file", "plain/\u00e9"])
        {
            (DataCheck check, _) = await CheckAsync(path);
            Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
            Assert.Contains("Check the whole marked folder", check.Reason, StringComparison.Ordinal);
        }

        Assert.Equal(["CoveredRenamed plain/e\u0301"], (await CheckAsync("plain")).Entries.Select(Text));
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
    }

    [Fact]
    public void On_a_system_that_tells_no_owners_and_mounts_no_sign_above_is_looked_for()
    {
        string path = _marked.At("d3");
        Assert.True(PortableFolder.TryOpenRoot(path, out Folder? folder).IsNone);
        using var location = new DataLocation(folder!, false, path);
        Assert.Equal(DataOutcome.Indeterminate, SignAbove.Find(location, out OpenedSign? found)?.Outcome);
        Assert.Null(found);
    }

    [Fact]
    public async Task What_differs_in_a_part_is_what_differs_there_in_the_whole()
    {
        _marked.Tree.AddFolder("d3/empty").AddFile("d3/sub/file").AddLink("d3/link", "f3.txt").AddFile("d30");
        await _marked.MarkAsync(MarkedTree.Options with { Exclusions = [EntryPath.Of("d3/sub/out"u8)] });
        File.Delete(_marked.At("d3/f3.txt"));
        File.AppendAllText(_marked.At("d3/f23.txt"), "x");
        File.Delete(_marked.At("d3/link"));
        _marked.Tree.AddLink("d3/link", "f13.txt").AddFile("d3/sub/out/x").AddFile("d3/sub/outer").AddFile("d30x");
        List<CheckedEntry> whole = (await _marked.CheckAsync()).Entries;
        foreach (string path in (string[])["d3", "d3/sub", "d3/f23.txt", "d4", "d3/empty"])
        {
            Assert.Equal(
                whole.Where(e => e.Path.ToString() == path || e.Path.ToString().StartsWith(path + "/", StringComparison.Ordinal)),
                (await CheckAsync(path)).Entries);
        }
    }

    private static string Text(CheckedEntry entry) => $"{entry.Standing} {entry.Path}";

    private Task<(DataCheck Check, List<CheckedEntry> Entries)> CheckAsync(string path) => MarkedTree.CheckAsync(_marked.At(path));

    private async Task<(DataOutcome Outcome, int Entries)> OutcomeAsync(string path)
    {
        (DataCheck check, List<CheckedEntry> entries) = await CheckAsync(path);
        return (check.Outcome, entries.Count);
    }
}
