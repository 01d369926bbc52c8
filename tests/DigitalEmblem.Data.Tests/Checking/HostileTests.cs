using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Marking;
using DigitalEmblem.Data.Tests.Signs;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Data.Tests.Checking;

/// <summary>What a stranger may have put beside data or into them, and what cannot be read.</summary>
public sealed class HostileTests : IDisposable
{
    private readonly MarkedTree _marked = new MarkedTree().AddFiles(100);

    public void Dispose() => _marked.Dispose();

    [Fact]
    public async Task A_file_that_cannot_be_read_leaves_it_open_unless_another_one_differs()
    {
        await _marked.MarkAsync();
        File.SetUnixFileMode(_marked.At("d3/f3.txt"), UnixFileMode.None);
        Open();
        (DataCheck check, List<CheckedEntry> entries) = Unprivileged.Run(() => _marked.CheckAsync());
        Assert.Equal((DataOutcome.Indeterminate, "1 of 100 files could not be read: d3/f3.txt."), (check.Outcome, check.Reason));
        Assert.Equal("this user may not read it", entries.Single(e => e.Standing == EntryStanding.Unreadable).Reason);

        File.AppendAllText(_marked.At("d4/f4.txt"), "x");
        (check, _) = Unprivileged.Run(() => _marked.CheckAsync());
        Assert.Equal(
            (DataOutcome.NotAccepted, "1 of 100 files is changed: d4/f4.txt; 1 of 100 files could not be read: d3/f3.txt."),
            (check.Outcome, check.Reason));
    }

    [Fact]
    public async Task Nothing_below_a_folder_that_cannot_be_read_is_missing()
    {
        await _marked.MarkAsync();
        File.SetUnixFileMode(_marked.At("d3"), UnixFileMode.None);
        _marked.Tree.AddFolder("other");
        File.SetUnixFileMode(_marked.At("other"), UnixFileMode.None);
        Open();
        (DataCheck check, List<CheckedEntry> entries) = Unprivileged.Run(() => _marked.CheckAsync());
        Assert.Equal((DataOutcome.Indeterminate, 90, 11), (check.Outcome, check.Counts[EntryStanding.Covered], entries.Count - 90));
        Assert.All(entries.Where(e => e.Standing != EntryStanding.Covered), e => Assert.Equal(EntryStanding.Unreadable, e.Standing));
    }

    [Fact]
    public async Task A_new_file_that_cannot_be_read_is_new()
    {
        await _marked.MarkAsync();
        foreach (string name in (string[])["new", "é"])
        {
            _marked.Tree.AddFile(name);
            File.SetUnixFileMode(_marked.At(name), UnixFileMode.None);
        }

        Open();
        (DataCheck check, _) = Unprivileged.Run(() => _marked.CheckAsync());
        Assert.Equal((DataOutcome.NotAccepted, 2), (check.Outcome, check.Counts[EntryStanding.New]));
    }

    [Fact]
    public async Task A_sign_folder_that_cannot_be_read_or_is_a_strangers_leaves_it_open()
    {
        await _marked.MarkAsync();
        Open();
        File.SetUnixFileMode(_marked.SignFolder, UnixFileMode.None);
        Assert.Equal(DataOutcome.Indeterminate, Unprivileged.Run(() => _marked.OutcomeAsync()));
        File.SetUnixFileMode(_marked.SignFolder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        TestTree.Run("chown", "65533", _marked.SignFolder);
        (DataCheck check, _) = await _marked.CheckAsync();
        Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
        Assert.Contains("belongs neither to root nor to the owner", check.Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => _marked.MarkAsync());
        await Assert.ThrowsAsync<IOException>(() => _marked.UpdateAsync());
    }

    [Fact]
    public async Task Links_in_the_place_of_a_signs_files_are_refused()
    {
        using var outside = new MarkedTree().AddFiles(10);
        await outside.MarkAsync();
        _marked.Tree.AddLink(".adem", outside.SignFolder);
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        await Assert.ThrowsAsync<IOException>(() => _marked.MarkAsync());
        Assert.Throws<IOException>(() => DataMarker.Remove(_marked.FullPath));
        File.Delete(_marked.SignFolder);

        foreach (string name in (string[])[".adem/emblem", DataNotice.FileName])
        {
            Directory.CreateDirectory(_marked.SignFolder);
            File.CreateSymbolicLink(_marked.At(name), outside.SignPath);
            await Assert.ThrowsAsync<IOException>(() => _marked.MarkAsync(MarkedTree.Options with { WritesNotice = true }));
            Assert.Contains(await _marked.OutcomeAsync(), (DataOutcome[])[DataOutcome.Indeterminate, DataOutcome.NotMarked]);
            File.Delete(_marked.At(name));
        }

        await _marked.MarkAsync();
        File.Move(_marked.ManifestPath, _marked.At("d1/elsewhere"));
        string name2 = (await _marked.CheckAsync()).Check.Root!.ManifestFileName;
        File.CreateSymbolicLink(Path.Combine(_marked.SignFolder, name2), _marked.At("d1/elsewhere"));
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        (DataCheck check, _) = await outside.CheckAsync();
        Assert.Equal(DataOutcome.Marked, check.Outcome);
    }

    [Fact]
    public async Task Things_that_are_no_files_in_the_place_of_a_signs_files_do_not_hold_a_check_up()
    {
        Directory.CreateDirectory(_marked.SignFolder);
        _marked.Tree.AddPipe(".adem/emblem");
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        await Assert.ThrowsAsync<IOException>(() => _marked.MarkAsync());
        File.Delete(_marked.SignPath);
        Directory.CreateDirectory(_marked.SignPath);
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        await Assert.ThrowsAsync<IOException>(() => _marked.MarkAsync());
        Directory.Delete(_marked.SignFolder, true);
        _marked.Tree.AddFile(".adem");
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        await Assert.ThrowsAsync<IOException>(() => _marked.MarkAsync());
        File.Delete(_marked.SignFolder);
        Directory.CreateDirectory(_marked.SignFolder);
        _marked.Tree.AddSparse(".adem/emblem", 1L << 40);
        Assert.Equal(DataOutcome.Invalid, await _marked.OutcomeAsync());
    }

    [Fact]
    public async Task Paths_of_a_hostile_manifest_are_compared_and_never_opened()
    {
        // The signer is hostile too: the root is that of the manifest. The paths that no manifest may have are refused with all others.
        foreach (string path in (string[])["../secret", "/etc/passwd", "a//b", "a/./b", ".adem/emblem", "a\0b"])
        {
            await PlantAsync(2, Raw.Page("a", path));
            (DataCheck check, _) = await _marked.CheckAsync();
            Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
            Assert.StartsWith("The manifest is not the one", check.Reason, StringComparison.Ordinal);
        }

        await PlantAsync(2, Raw.Page("b", "a"));
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        await PlantAsync(2, Raw.Page("a", "a"));
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());

        // A head whose number of files or bytes is not true.
        await PlantAsync(3, Raw.Page("a", "b"));
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());

        // What lies below a link is not reached through it.
        Directory.CreateSymbolicLink(_marked.At("link"), "/etc");
        await PlantAsync(1, Raw.Page("link/passwd"));
        (_, List<CheckedEntry> entries) = await _marked.CheckAsync();
        Assert.Equal("Missing", entries.Single(e => e.Path.ToString() == "link/passwd").Standing.ToString());
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task Files_that_change_while_they_are_checked_leave_it_open_or_differ()
    {
        using var marked = new MarkedTree();
        marked.Tree.AddSparse("moving", 30_000_000);
        await marked.MarkAsync();
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            using FileStream file = File.OpenWrite(marked.At("moving"));
            while (!stop.IsCancellationRequested)
            {
                file.Position = 0;
                file.WriteByte(0);
                file.Flush();
            }
        });
        DataOutcome outcome = await marked.OutcomeAsync();
        await stop.CancelAsync();
        await writer;
        Assert.Equal(DataOutcome.Indeterminate, outcome);
        Assert.Equal(DataOutcome.Marked, await marked.OutcomeAsync());
    }

    [Fact]
    public async Task Files_that_vanish_and_folders_that_are_swapped_while_they_are_checked_throw_nothing()
    {
        await _marked.MarkAsync();
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                File.Move(_marked.At("d1/f1.txt"), _marked.At("d1/moved"));
                Directory.Move(_marked.At("d5"), _marked.At("swapped"));
                Directory.CreateSymbolicLink(_marked.At("d5"), "/etc");
                File.Delete(_marked.At("d5"));
                Directory.Move(_marked.At("swapped"), _marked.At("d5"));
                File.Move(_marked.At("d1/moved"), _marked.At("d1/f1.txt"));
            }
        });
        for (int round = 0; round < 30; round++)
        {
            (DataCheck check, List<CheckedEntry> entries) = await _marked.CheckAsync();
            Assert.Contains(
                check.Outcome, (DataOutcome[])[DataOutcome.Marked, DataOutcome.NotAccepted, DataOutcome.Indeterminate]);
            Assert.DoesNotContain(entries, e => e.Path.ToString().Contains("passwd", StringComparison.Ordinal));
        }

        await stop.CancelAsync();
        await writer;
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync());
        Assert.Equal(0, _marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task A_path_that_is_longer_than_a_manifest_takes_stops_a_marking_and_leaves_a_check_open()
    {
        await _marked.MarkAsync();
        string folders = string.Join('/', Enumerable.Repeat(new string('x', 250), 18));
        _marked.Tree.AddFolder(folders);
        DataUnreadableException failure = await Assert.ThrowsAsync<DataUnreadableException>(() => _marked.MarkAsync());
        Assert.Equal(1, failure.Count);
        (DataCheck check, List<CheckedEntry> entries) = await _marked.CheckAsync();
        Assert.Equal((DataOutcome.Indeterminate, 1), (check.Outcome, check.Counts[EntryStanding.Unreadable]));
        Assert.StartsWith("xxx", entries.Single(e => e.Standing == EntryStanding.Unreadable).Path.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sign_is_judged_first_and_the_data_are_told_beside()
    {
        await _marked.MarkAsync();
        File.AppendAllText(_marked.At("d3/f3.txt"), "x");
        (DataCheck check, _) = await _marked.CheckAsync(MarkedTree.CheckOptions with { Evidence = HeldEvidence.None });
        Assert.Equal(DataOutcome.Indeterminate, check.Outcome);
        Assert.EndsWith("1 of 100 files is changed: d3/f3.txt.", check.Reason, StringComparison.Ordinal);
        (check, List<CheckedEntry> entries) = await _marked.CheckAsync(MarkedTree.CheckOptions with { At = TestTokens.Now.AddDays(8) });
        Assert.Equal((DataOutcome.Invalid, 0), (check.Outcome, entries.Count));
        (check, _) = await _marked.CheckAsync(MarkedTree.CheckOptions with
        {
            Policy = TrustPolicy.Default with { RequiredPurposes = Purposes.CulturalProperty },
        });
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
    }

    // Everyone may enter the folder itself.
    private void Open() => File.SetUnixFileMode(_marked.FullPath, (UnixFileMode)0x1ED);

    private async Task PlantAsync(int files, byte[] page)
    {
        byte[] head = Raw.HeadFor(files, page);
        var root = DataRoot.OfHead(head);
        Directory.CreateDirectory(_marked.SignFolder);
        await File.WriteAllBytesAsync(Path.Combine(_marked.SignFolder, root.ManifestFileName), Raw.Manifest(head, page));
        await File.WriteAllBytesAsync(_marked.SignPath, DataScene.Signer().Sign(root, TestTokens.Now, DataScene.Lifetime));
    }
}
