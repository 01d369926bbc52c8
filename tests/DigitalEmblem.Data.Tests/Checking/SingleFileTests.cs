using DigitalEmblem.Data.Tests.Files;
using DigitalEmblem.Data.Tests.Marking;
using Xunit;

namespace DigitalEmblem.Data.Tests.Checking;

/// <summary>One file with its sign beside it.</summary>
public sealed class SingleFileTests : IDisposable
{
    private readonly MarkedTree _folder = new();

    public SingleFileTests() => _folder.Tree.AddFile("report.pdf", "report");

    private string File => _folder.At("report.pdf");

    private string Sign => File + ".adem";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_marked_checked_changed_and_removed()
    {
        System.IO.File.SetUnixFileMode(File, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        DataMarked result = await MarkAsync();
        Assert.Equal((1, 6, 1, Sign), (result.Files, result.Bytes, result.FilesRead, result.SignPath));
        Assert.Equal(System.IO.File.GetUnixFileMode(File), System.IO.File.GetUnixFileMode(Sign));
        Assert.Equal((DataOutcome.Marked, "The one listed file is here as listed."), await CheckAsync(File));
        Assert.Equal(DataOutcome.Marked, (await CheckAsync(Sign)).Outcome);
        System.IO.File.AppendAllText(File, "x");
        Assert.Equal((DataOutcome.NotAccepted, "1 of 1 file is changed: report.pdf."), await CheckAsync(File));
        await MarkedTree.Marker().UpdateAsync(File, MarkedTree.Options);
        Assert.Equal(DataOutcome.Marked, (await CheckAsync(File)).Outcome);
        Assert.Equal([Sign], DataMarker.Remove(File));
        Assert.Equal(DataOutcome.NotMarked, (await CheckAsync(File)).Outcome);
        Assert.Empty(DataMarker.Remove(File));
        await Assert.ThrowsAsync<IOException>(() => MarkedTree.Marker().UpdateAsync(File, MarkedTree.Options));
        Assert.Equal(0, _folder.Tree.OpenDescriptors);
    }

    [Fact]
    public async Task Under_another_name_it_is_covered_with_a_finding()
    {
        await MarkAsync();
        System.IO.File.Move(File, _folder.At("b"));
        System.IO.File.Move(Sign, _folder.At("b.adem"));
        (DataCheck check, List<CheckedEntry> entries) = await MarkedTree.CheckAsync(_folder.At("b"));
        Assert.Equal((DataOutcome.Marked, EntryStanding.CoveredRenamed), (check.Outcome, entries.Single().Standing));
        System.IO.File.Delete(_folder.At("b"));
        Assert.Equal(DataOutcome.NotAccepted, (await CheckAsync(_folder.At("b.adem"))).Outcome);
    }

    [Fact]
    public async Task A_sign_that_is_cut_or_altered_is_no_match()
    {
        await MarkAsync();
        byte[] sign = await System.IO.File.ReadAllBytesAsync(Sign);
        await System.IO.File.WriteAllBytesAsync(Sign, sign[..^1]);
        Assert.Equal(DataOutcome.Indeterminate, (await CheckAsync(File)).Outcome);
        await System.IO.File.WriteAllBytesAsync(Sign, sign[..100]);
        Assert.Equal(DataOutcome.Invalid, (await CheckAsync(File)).Outcome);
        await System.IO.File.WriteAllTextAsync(Sign, "not a sign");
        Assert.Equal(DataOutcome.Invalid, (await CheckAsync(File)).Outcome);
        await Assert.ThrowsAsync<IOException>(MarkAsync);
        Assert.Throws<IOException>(() => DataMarker.Remove(File));
        Assert.Equal("not a sign", await System.IO.File.ReadAllTextAsync(Sign));
    }

    /// <summary>If it fails, a person who can write the sign file makes any content pass under a sign that was verified before.</summary>
    [Fact]
    public async Task A_sign_file_that_is_overwritten_after_its_sign_was_read_gives_no_other_manifest()
    {
        await MarkAsync();
        Assert.Null(SignSearch.Find(File, out OpenedSign? found));
        using OpenedSign sign = found!;
        string other = _folder.At("other");
        System.IO.File.Copy(File, other);
        System.IO.File.AppendAllText(other, " that nobody marked");
        await MarkedTree.Marker().MarkAsync(other, MarkedTree.Options);
        byte[] forged = await System.IO.File.ReadAllBytesAsync(other + ".adem");
        await using (FileStream inPlace = System.IO.File.OpenWrite(Sign))
        {
            inPlace.SetLength(0);
            await inPlace.WriteAsync(forged);
        }

        Assert.Throws<DataFormatException>(() => sign.OpenManifest().Entries().Count());
    }

    [Fact]
    public async Task Links_are_neither_followed_nor_replaced()
    {
        _folder.Tree.AddFile("outside", "untouched").AddLink("report.pdf.adem", "outside").AddLink("link", "report.pdf");
        await Assert.ThrowsAsync<IOException>(MarkAsync);
        await Assert.ThrowsAsync<IOException>(() => MarkedTree.Marker().MarkAsync(_folder.At("link"), MarkedTree.Options));
        Assert.Equal(DataOutcome.Indeterminate, (await CheckAsync(File)).Outcome);
        Assert.Throws<IOException>(() => DataMarker.Remove(File));
        Assert.Equal("untouched", await System.IO.File.ReadAllTextAsync(_folder.At("outside")));
    }

    /// <summary>If it fails, a file that was swapped for something else is said to be unread, and the swap is not told.</summary>
    [Fact]
    public async Task What_is_no_file_any_more_is_changed()
    {
        await MarkAsync();
        System.IO.File.Delete(File);
        foreach (Action put in (Action[])[
            () => _folder.Tree.AddLink("report.pdf", "elsewhere"), () => _folder.Tree.AddPipe("report.pdf")])
        {
            put();
            Assert.Equal((DataOutcome.NotAccepted, "1 of 1 entry is changed: report.pdf."), await CheckAsync(Sign));
            System.IO.File.Delete(File);
        }
    }

    /// <summary>If it fails, a person is told to remove data of theirs so that they can be marked.</summary>
    [Fact]
    public async Task Nobody_is_told_to_remove_what_is_no_file()
    {
        _folder.Tree.AddLink("link", "report.pdf").AddPipe("pipe");
        (string Name, string Words)[] refusals =
            [("link", "Name the file to which it leads."), ("pipe", "is a pipe, and only files and folders are marked.")];
        foreach ((string name, string words) in refusals)
        {
            IOException refused = await Assert.ThrowsAsync<IOException>(
                () => MarkedTree.Marker().MarkAsync(_folder.At(name), MarkedTree.Options));
            Assert.EndsWith(words, refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>If it fails, a file whose name leaves no room for the ending of a sign is never judged by the sign of its folder.</summary>
    [Fact]
    public async Task A_name_that_is_too_long_for_a_sign_beside_it_has_none_there()
    {
        string name = new('n', EntryPath.MaxComponentLength - 3);
        _folder.Tree.AddFile(name);
        Assert.Equal(DataOutcome.NotMarked, (await CheckAsync(_folder.At(name))).Outcome);
        Assert.Empty(DataMarker.Remove(_folder.At(name)));
        IOException refused = await Assert.ThrowsAsync<IOException>(
            () => MarkedTree.Marker().MarkAsync(_folder.At(name), MarkedTree.Options));
        Assert.Contains("is too long for a file beside it", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => new DataPreparer().PrepareAsync(_folder.At(name)));
        await _folder.MarkAsync();
        Assert.Equal(DataOutcome.Marked, (await CheckAsync(_folder.At(name))).Outcome);
    }

    /// <summary>If it fails, a listed file of a marked folder is called a malformed sign because of the ending of its name.</summary>
    [Fact]
    public async Task A_file_with_the_ending_of_a_sign_and_no_file_that_it_is_of_is_data()
    {
        _folder.Tree.AddFile("data.adem", "data");
        Assert.Equal(DataOutcome.NotMarked, (await CheckAsync(_folder.At("data.adem"))).Outcome);
        await _folder.MarkAsync();
        Assert.Equal(DataOutcome.Marked, (await CheckAsync(_folder.At("data.adem"))).Outcome);
        _folder.Tree.AddFile("data", "of which the other one would be the sign");
        Assert.Equal(DataOutcome.Invalid, (await CheckAsync(_folder.At("data.adem"))).Outcome);
    }

    [Fact]
    public async Task What_does_not_fit_one_file_is_a_mistake_of_the_caller()
    {
        await Assert.ThrowsAsync<ArgumentException>(
            () => MarkedTree.Marker().MarkAsync(File, MarkedTree.Options with { WritesNotice = true }));
        await Assert.ThrowsAsync<ArgumentException>(
            () => MarkedTree.Marker().MarkAsync(File, MarkedTree.Options with { Exclusions = [RandomEntries.PathOf("a")] }));
    }

    [Fact]
    public async Task A_file_of_several_shards_is_hashed_by_all_threads()
    {
        string large = _folder.Tree.AddSparse("large", (3L * ContentDigest.ShardLength) + 5, (ContentDigest.ShardLength + 7L, [1, 2, 3]));
        DataMarked result = await MarkedTree.Marker().MarkAsync(large, MarkedTree.Options with { Threads = 3 });
        Assert.Equal((3L * ContentDigest.ShardLength) + 5, result.Bytes);
        DataCheckOptions alone = MarkedTree.CheckOptions with { Threads = 1 };
        Assert.Equal(DataOutcome.Marked, (await DataChecker.CheckAsync(large, alone)).Outcome);
        using (FileStream file = System.IO.File.OpenWrite(large))
        {
            file.Position = 2L * ContentDigest.ShardLength;
            file.WriteByte(1);
        }

        Assert.Equal(DataOutcome.NotAccepted, (await DataChecker.CheckAsync(large, alone)).Outcome);
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DataChecker.CheckAsync(large, alone, null, cancel.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => MarkedTree.Marker().MarkAsync(large, MarkedTree.Options, cancel.Token));
        Assert.Equal(0, _folder.Tree.OpenDescriptors);
    }

    private static async Task<(DataOutcome Outcome, string Reason)> CheckAsync(string path)
    {
        (DataCheck check, _) = await MarkedTree.CheckAsync(path);
        return (check.Outcome, check.Reason);
    }

    private Task<DataMarked> MarkAsync() => MarkedTree.Marker().MarkAsync(File, MarkedTree.Options);
}
