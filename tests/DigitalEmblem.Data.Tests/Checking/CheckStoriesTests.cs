using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Marking;
using Xunit;

namespace DigitalEmblem.Data.Tests.Checking;

/// <summary>What the issue must show, on folders of a hundred files and once of ten thousand.</summary>
public sealed class CheckStoriesTests : IDisposable
{
    private readonly MarkedTree _marked = new MarkedTree().AddFiles(100);

    public void Dispose() => _marked.Dispose();

    [Fact]
    public async Task A_folder_of_ten_thousand_files_is_marked_and_one_byte_is_found()
    {
        using var marked = new MarkedTree().AddFiles(10_000);
        DataMarked result = await marked.MarkAsync();
        Assert.Equal((10_000, 10_000, 0), (result.Files, result.FilesRead, result.NotCovered));
        (DataCheck check, List<CheckedEntry> entries) = await marked.CheckAsync();
        Assert.Equal((DataOutcome.Marked, "All 10,000 listed files are here as listed."), (check.Outcome, check.Reason));
        Assert.Equal(10_000, entries.Count);
        Assert.Equal(entries.OrderBy(e => e.Path).Select(e => e.Path), entries.Select(e => e.Path));
        Assert.Equal((result.Root, result.Bytes, result.SignPath), (check.Root, check.BytesCovered, check.SignPath));

        byte[] content = await File.ReadAllBytesAsync(marked.At("d7/f7.txt"));
        content[0] ^= 1;
        await File.WriteAllBytesAsync(marked.At("d7/f7.txt"), content);
        (check, entries) = await marked.CheckAsync();
        Assert.Equal((DataOutcome.NotAccepted, "1 of 10,000 files is changed: d7/f7.txt."), (check.Outcome, check.Reason));
        Assert.Equal("Changed", entries.Single(e => e.Path.ToString() == "d7/f7.txt").Standing.ToString());
        Assert.Equal(9_999, check.Counts[EntryStanding.Covered]);
        Assert.Equal(0, marked.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task What_is_new_is_a_difference_unless_it_is_allowed()
    {
        await _marked.MarkAsync();
        _marked.Tree.AddFile("d3/new.txt");
        (DataCheck check, _) = await _marked.CheckAsync();
        Assert.Equal((DataOutcome.NotAccepted, "1 entry is not listed: d3/new.txt."), (check.Outcome, check.Reason));
        Assert.Equal(DataOutcome.Marked, await _marked.OutcomeAsync(MarkedTree.CheckOptions with { AllowsNew = true }));
    }

    [Fact]
    public async Task What_is_missing_is_a_difference()
    {
        await _marked.MarkAsync();
        File.Delete(_marked.At("d3/f3.txt"));
        (DataCheck check, _) = await _marked.CheckAsync();
        Assert.Equal((DataOutcome.NotAccepted, "1 of 100 files is missing: d3/f3.txt."), (check.Outcome, check.Reason));
    }

    [Fact]
    public async Task A_sign_that_was_copied_says_so()
    {
        await _marked.MarkAsync();
        using var other = new MarkedTree();
        other.Tree.AddFile("a").AddFile("b");
        TestTree.Run("cp", "-r", _marked.SignFolder, other.SignFolder);
        (DataCheck check, _) = await other.CheckAsync();
        Assert.Equal(DataOutcome.NotAccepted, check.Outcome);
        Assert.Equal(
            "None of the 100 listed files is here as listed: the sign belongs to other data, or all of these changed since.", check.Reason);
    }

    [Fact]
    public async Task An_altered_token_is_invalid_and_nothing_is_read()
    {
        await _marked.MarkAsync();
        byte[] sign = await File.ReadAllBytesAsync(_marked.SignPath);
        for (int at = 0; at < sign.Length; at += 37)
        {
            byte[] altered = [.. sign];
            altered[at] ^= 4;
            await File.WriteAllBytesAsync(_marked.SignPath, altered);
            (DataCheck check, List<CheckedEntry> entries) = await _marked.CheckAsync();
            Assert.True(check.Outcome is DataOutcome.Invalid or DataOutcome.Indeterminate or DataOutcome.Marked, $"{at}: {check.Reason}");
            Assert.True(check.Outcome != DataOutcome.Invalid || entries.Count == 0);
        }

        // The signature stands at the end of the first token.
        await File.WriteAllTextAsync(_marked.SignPath, "no bundle");
        Assert.Equal(DataOutcome.Invalid, await _marked.OutcomeAsync());
    }

    [Fact]
    public async Task Without_its_manifest_or_with_another_one_nothing_is_known()
    {
        await _marked.MarkAsync();
        string path = _marked.ManifestPath;
        byte[] manifest = await File.ReadAllBytesAsync(path);
        foreach (int at in (int[])[0, 20, 500, manifest.Length - 40, manifest.Length - 1])
        {
            byte[] altered = [.. manifest];
            altered[at] ^= 1;
            await File.WriteAllBytesAsync(path, altered);
            Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        }

        await File.WriteAllBytesAsync(path, manifest[..^1]);
        Assert.Equal(DataOutcome.Indeterminate, await _marked.OutcomeAsync());
        File.Delete(path);
        (DataCheck check, _) = await _marked.CheckAsync();
        Assert.Equal((DataOutcome.Indeterminate, "The manifest cannot be read: it is not there."), (check.Outcome, check.Reason));
    }

    [Fact]
    public async Task The_tree_may_move_to_another_path_and_another_file_system()
    {
        await _marked.MarkAsync();
        using var moved = new MarkedTree(inMemory: false);
        TestTree.Run("cp", "-r", _marked.FullPath, moved.At("moved"));
        (DataCheck check, _) = await MarkedTree.CheckAsync(moved.At("moved"));
        Assert.Equal(DataOutcome.Marked, check.Outcome);
    }

    [Fact]
    public async Task Without_a_sign_the_folder_is_not_marked()
    {
        (DataCheck check, _) = await _marked.CheckAsync();
        Assert.Equal(DataOutcome.NotMarked, check.Outcome);
        Directory.CreateDirectory(_marked.SignFolder);
        Assert.Equal(DataOutcome.NotMarked, await _marked.OutcomeAsync());
        await Assert.ThrowsAsync<FileNotFoundException>(() => MarkedTree.CheckAsync(_marked.At("nothing")));
    }
}
